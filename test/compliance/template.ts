import { LLM_API_RULES } from '../../lib/compliance/rules';
import { viewOfTemplate } from '../../lib/compliance/template-view';
import { synthStack, TRIAL } from '../synth';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template that is broken on purpose has no type.
export type Json = Record<string, any>;

export interface TemplateJson {
  Metadata: Json;
  Resources: Record<string, { Type: string; Properties: Json; DeletionPolicy?: string }>;
}

function read(trial: boolean): string {
  const { app, stack } = synthStack(trial ? TRIAL : {});
  return JSON.stringify(app.synth({ skipValidation: true }).getStackByName(stack.stackName).template);
}

const PRODUCTION = read(false);

/** The shipped production template, a fresh copy each time. */
export function productionTemplate(): TemplateJson {
  return JSON.parse(PRODUCTION);
}

/** The template of a trial. */
export function trialTemplate(): TemplateJson {
  return JSON.parse(read(true));
}

/** Findings of our own rules, as `RULE[finding]`. */
export function judge(template: TemplateJson): string[] {
  const view = viewOfTemplate(template as Parameters<typeof viewOfTemplate>[0]);
  return LLM_API_RULES.flatMap((rule) =>
    view.resources
      .filter(({ type }) => rule.types.includes(type))
      .filter(() => !(rule.productionOnly && view.profile === 'trial'))
      .flatMap((resource) => rule.run(resource, view).map((finding) => `${rule.id}[${finding}]`)),
  );
}

/** Resources of a type. */
export function all(template: TemplateJson, type: string) {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

/** The first resource of a type, or the first that a test accepts. */
export function first(template: TemplateJson, type: string, accept: (properties: Json) => boolean = () => true) {
  const found = all(template, type).find(({ Properties }) => accept(Properties));
  if (found === undefined) throw new Error(`the template has no such ${type}`);
  return found;
}

/** Takes every resource of a type away. */
export function remove(template: TemplateJson, type: string): void {
  for (const [id, resource] of Object.entries(template.Resources)) {
    if (resource.Type === type) delete template.Resources[id];
  }
}
