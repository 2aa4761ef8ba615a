import type { TemplateResource, TemplateView } from './template-view';

/** One rule about a synthesized resource, named as its row in the catalogue of controls. */
export interface TemplateRule {
  /** Row of the catalogue, e.g. `API-WAF`. */
  readonly id: string;
  /** What is wrong where the rule is broken. */
  readonly info: string;
  /** Why it matters. */
  readonly why: string;
  readonly types: readonly string[];
  /** Holds in production only: a trial gives this up, and says so. */
  readonly productionOnly?: boolean;
  /** Short names of what is wrong with one resource; an empty list is compliance. */
  readonly run: (resource: TemplateResource, template: TemplateView) => string[];
}
