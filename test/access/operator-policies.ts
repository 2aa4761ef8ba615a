import type { FunctionCaller } from '../../review/access/callers';
import { type ConcreteTemplate, concreteTemplate } from '../../review/access/concrete';
import type { Template } from '../../review/template';
import { filledPolicy, leastPolicy, type PolicyDocument } from '../../review/access/operator-policy';
import { permissionsOf } from '../../review/access/permissions';
import { COMMAND_FACTS, type CommandGroup, GROUPS, roleOf, type RecordedCommands } from './commands/record';

/** The least policy of each group of commands, from what its runs called. */
export function operatorPolicies({ stacks }: RecordedCommands): Readonly<Record<CommandGroup, PolicyDocument>> {
  const all = Object.values(stacks).flatMap(({ calls, concrete }) => calls.map((call) => ({ call, on: concrete })));
  return Object.fromEntries(
    GROUPS.map((group) => [
      group,
      leastPolicy(
        all
          .filter(({ call }) => call.group === group)
          .flatMap(({ call, on }) =>
            (permissionsOf(call, on, COMMAND_FACTS) ?? []).map((permission) => ({ ...permission, on })),
          ),
      ),
    ]),
  ) as Record<CommandGroup, PolicyDocument>;
}

/** A template as it would be with the operators' policies in it, each attached to its role. */
export function withOperators(
  template: Template,
  policies: ReturnType<typeof operatorPolicies>,
): { readonly concrete: ConcreteTemplate; readonly callers: Readonly<Record<CommandGroup, FunctionCaller>> } {
  const bare = concreteTemplate(template);
  const own = Object.fromEntries(
    GROUPS.map((group) => [
      `Operator${group}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { Roles: [roleOf(group)], PolicyDocument: filledPolicy(policies[group], bare) },
      },
    ]),
  );
  const callers = Object.fromEntries(
    GROUPS.map((group): [string, FunctionCaller] => [
      group,
      {
        logicalId: `Operator${group}`,
        description: group,
        environment: {},
        principal: { kind: 'role', arn: roleOf(group) },
        inVpc: false,
      },
    ]),
  ) as Record<CommandGroup, FunctionCaller>;
  return { concrete: concreteTemplate({ ...template, Resources: { ...template.Resources, ...own } }), callers };
}
