import type { InjectionRule } from '../rule';
import { DELIMITER_RULES } from './delimiters';
import { DISCLOSURE_RULES } from './disclosure';
import { LANGUAGE_RULES } from './languages';
import { OVERRIDE_RULES } from './override';
import { PERSONA_RULES } from './persona';
import { SMUGGLING_RULES } from './smuggling';
import { TOOL_POISONING_RULES } from './tool-poisoning';
import { UNTRUSTED_RULES } from './untrusted';

/** Every rule against injections, by family. */
export const INJECTION_RULES: readonly InjectionRule[] = [
  ...OVERRIDE_RULES,
  ...PERSONA_RULES,
  ...DISCLOSURE_RULES,
  ...DELIMITER_RULES,
  ...SMUGGLING_RULES,
  ...UNTRUSTED_RULES,
  ...TOOL_POISONING_RULES,
  ...LANGUAGE_RULES,
];
