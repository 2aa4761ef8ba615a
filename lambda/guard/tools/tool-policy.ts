import { refusal, type Refusal } from '../../core/verdict';
import { compileSchema, UnsupportedSchema, type Validate } from './json-schema';

/** A tool that the caller may offer to the model. */
export interface GrantedTool {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** @default - not limited */
  readonly maxRounds?: number;
}

/** A tool that a request offers. */
export interface OfferedTool {
  readonly name: string;
  readonly parameters: unknown;
}

/** What a request may do with tools. */
export interface ToolVerdict {
  readonly allowed: true;
  /** Tools that the model may see this turn, with the check of their arguments. */
  readonly tools: ReadonlyMap<string, { readonly kind: 'read' | 'write'; readonly validate: Validate }>;
}

/**
 * Judges the tools of a request: only what is granted, only schemas that can be enforced, no more rounds than granted,
 * and no write tool in a turn that holds text which nobody vouches for.
 *
 * @param rounds calls of each tool that the conversation already holds.
 */
export function judgeTools(
  granted: readonly GrantedTool[],
  offered: readonly OfferedTool[],
  rounds: ReadonlyMap<string, number>,
  untrustedContent: boolean,
): ToolVerdict | Refusal {
  const grants = new Map(granted.map((grant) => [grant.name, grant]));
  const tools = new Map<string, { kind: 'read' | 'write'; validate: Validate }>();
  for (const { name, parameters } of offered) {
    const grant = grants.get(name);
    if (grant === undefined) return refusal('tool_not_allowed', 'tool-allow-list');
    if (grant.maxRounds !== undefined && (rounds.get(name) ?? 0) >= grant.maxRounds) {
      return refusal('tool_rounds_exceeded', 'tool-rounds');
    }
    if (grant.kind === 'write' && untrustedContent) continue;
    try {
      tools.set(name, { kind: grant.kind, validate: compileSchema(parameters ?? true) });
    } catch (error) {
      return error instanceof UnsupportedSchema
        ? refusal('invalid_tool_schema', 'tool-schema')
        : refusal('guard_failed', 'tool-schema');
    }
  }
  return { allowed: true, tools };
}
