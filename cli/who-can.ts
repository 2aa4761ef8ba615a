import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { concreteTemplate } from '../review/access/concrete';
import { QUESTIONS } from '../review/access/questions';
import { type Answer, type Answers, type Step, whoCan } from '../review/access/who-can';
import type { Template } from '../review/template';
import { CommandError } from './command-error';
import { guarded } from './command';

/** Answers who may do what, by the policies of a synthesized template. Reads files, calls nobody. */
export function register(program: Command): void {
  program
    .command('who-can')
    .description('says which principals of a synthesized template can do something, and which statement lets them')
    .addArgument(new Argument('<question>', 'what they would do').choices(QUESTIONS.map(({ name }) => name)))
    .option('--template <file>', 'a synthesized template, or the folder that holds it', 'cdk.out')
    .option('--json', 'print JSON')
    .action((name: string, { template: where, json }: { readonly template: string; readonly json?: boolean }) =>
      guarded(() => {
        const question = QUESTIONS.find((each) => each.name === name)!;
        const answers = whoCan(question, concreteTemplate(readTemplate(where)));
        console.log(json === true ? JSON.stringify(answers, undefined, 2) : textOf(answers));
        return Promise.resolve();
      }),
    );
}

/** The template of a file, or the one of a folder that is ours. */
function readTemplate(where: string): Template {
  if (!existsSync(where)) throw new CommandError(`${where}: expected a template or a folder of cdk synth, got none`);
  if (!where.endsWith('.json')) {
    const files = readdirSync(where).filter((file) => file.endsWith('.template.json'));
    const found = files.map((file) => join(where, file)).find((file) => readTemplate(file).Outputs?.AuditTableName);
    if (found === undefined) {
      throw new CommandError(
        `${where}: expected a *.template.json with an output AuditTableName, got ${files.length} others`,
      );
    }
    return readTemplate(found);
  }
  try {
    const template = JSON.parse(readFileSync(where, 'utf8')) as Partial<Template>;
    if (typeof template.Resources !== 'object') throw new Error('no Resources');
    return template as Template;
  } catch {
    throw new CommandError(`${where}: expected a synthesized template as JSON, got something else`);
  }
}

function textOf({ asks, answers, nobody }: Answers): string {
  const byPrincipal = new Map<string, Answer[]>();
  for (const answer of answers)
    byPrincipal.set(answer.principal, [...(byPrincipal.get(answer.principal) ?? []), answer]);
  const blocks = [...byPrincipal].map(([principal, all]) => {
    const [{ function: runs, kind }] = all as [Answer];
    const title = kind === 'role' ? principal.split('/').at(-1)! : principal;
    return [
      `${title}${runs === undefined ? '' : ` (function ${runs})`}`,
      ...all.flatMap(({ way, through, steps }) => [
        `  ${way}`,
        ...through.flatMap((detour) => [
          `    as ${detour.role.split('/').at(-1)}:`,
          ...detour.steps.flatMap(stepLines),
        ]),
        ...steps.flatMap(stepLines),
      ]),
    ].join('\n');
  });
  const open = nobody.length === 0 ? [] : [`Nobody in the template:\n${nobody.map((way) => `  ${way}`).join('\n')}`];
  return [`Question: ${asks}.`, ...blocks, ...open].join('\n\n');
}

function stepLines({ action, by, only }: Step): string[] {
  return [`    ${action}  by ${by.join(' and ')}`, ...only.map((condition) => `      only if ${condition}`)];
}
