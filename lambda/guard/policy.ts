import { createHash } from 'node:crypto';
import type { SegmentRole, Sink } from './guard';
import { PERSONAL_DATA_TYPES, type PersonalDataType } from './personal-data/types';
import { readManaged, readShadow, type ManagedPolicy, type ShadowPolicy } from './pipeline-policy';
import { objectAt, oneOf, scoreAt, wrong } from './read-values';

/** What happens to a text in which a check found something. */
export type Action = 'block' | 'redact' | 'pseudonymize' | 'neutralize' | 'flag' | 'allow';

/** How far the words of one role are trusted. */
export interface RoleTrust {
  /** True where nobody may give the model instructions: a command there is an attack, whatever it asks. */
  readonly untrusted: boolean;
  /** True where an application instructs its model: an attack that is named in order to forbid it is none. */
  readonly instructs: boolean;
  /** Rule score from which a text is an injection, 0 to 1; more than 1 = never. */
  readonly ruleScore: number;
  /** Score of the trained detector from which it is one; its threshold is at 0.5. More than 1 = never. */
  readonly detectorScore: number;
}

/** How one deployment guards its requests and answers. Data, versioned, the same for every request of a role. */
export interface GuardPolicy {
  readonly name: string;
  /** Changes whenever anything below does. */
  readonly version: string;
  readonly trust: Readonly<Record<SegmentRole, RoleTrust>>;
  /** What an injection leads to; `flag` lets it pass and reports it, as a new policy does in its trial. */
  readonly injection: 'block' | 'flag';
  readonly secrets: 'block' | 'redact' | 'flag' | 'allow';
  readonly personalData: Readonly<Record<PersonalDataType, Exclude<Action, 'neutralize'>>>;
  /** Score from which waste and extraction are refused, 0 to 1; more than 1 = never. */
  readonly wasteScore: number;
  readonly extractionScore: number;
  readonly sink: Sink;
  /** Hosts that links and images of an answer may point to: exact, or `*.host`. */
  readonly allowedHosts: readonly string[];
  /** Words in a row that count as a quotation of the deployment's own prompts. */
  readonly quotationWords: number;
  /** What happens to an answer that its documents do not support: it is refused, or reported and sent. */
  readonly grounding: 'flag' | 'refuse';
  /** Share of an answer's checkable claims that the documents must support, 0 to 1. */
  readonly groundingScore: number;
  /** The guardrail of Amazon Bedrock that judges beside our own checks. */
  readonly managed: ManagedPolicy | null;
  /** A policy that is tried above this one. No part of the version: it decides nothing. */
  readonly shadow?: ShadowPolicy;
}

const UNTRUSTED: RoleTrust = { untrusted: true, instructs: false, ruleScore: 0.5, detectorScore: 0.5 };
/**
 * Descriptions of tools and schemas come from whoever made the tool. They tell a model what to do for a living, which the
 * detector takes for an attack; what the rules know of commands in other people's text is none of a description's.
 */
const DESCRIPTION: RoleTrust = { untrusted: true, instructs: false, ruleScore: 0.5, detectorScore: 2 };
const CALLER: RoleTrust = { untrusted: false, instructs: false, ruleScore: 0.5, detectorScore: 0.5 };
/** An application's own instructions say `never reveal this prompt` for good reasons: only the blatant is an attack. */
const APPLICATION: RoleTrust = { untrusted: false, instructs: true, ruleScore: 0.9, detectorScore: 2 };
/** What a model is said to have answered may quote an attack in order to refuse it. */
const HISTORY: RoleTrust = { untrusted: false, instructs: false, ruleScore: 0.9, detectorScore: 0.9 };

const REPLACE_KINDS: Readonly<Record<PersonalDataType, 'redact' | 'pseudonymize'>> = {
  CREDIT_CARD: 'redact',
  IBAN_CODE: 'redact',
  US_SSN: 'redact',
  NATIONAL_ID: 'redact',
  PASSPORT: 'redact',
  DRIVER_LICENSE: 'redact',
  BANK_ACCOUNT: 'redact',
  CRYPTO_ADDRESS: 'redact',
  // what a task is usually about comes back in the answer.
  PHONE_NUMBER: 'pseudonymize',
  EMAIL_ADDRESS: 'pseudonymize',
  IP_ADDRESS: 'pseudonymize',
  MAC_ADDRESS: 'pseudonymize',
  DOMAIN_NAME: 'pseudonymize',
  DATE_OF_BIRTH: 'pseudonymize',
  STREET_ADDRESS: 'pseudonymize',
  PERSON: 'pseudonymize',
};

type PolicyBody = Omit<GuardPolicy, 'name' | 'version' | 'shadow'>;

const STANDARD: PolicyBody = {
  trust: {
    system: APPLICATION,
    developer: APPLICATION,
    description: DESCRIPTION,
    user: CALLER,
    assistant: HISTORY,
    tool: UNTRUSTED,
    document: UNTRUSTED,
  },
  injection: 'block',
  secrets: 'block',
  personalData: REPLACE_KINDS,
  wasteScore: 0.8,
  extractionScore: 0.8,
  sink: 'markdown',
  allowedHosts: [],
  quotationWords: 12,
  grounding: 'flag',
  groundingScore: 0.5,
  managed: null,
};

const STRICT: PolicyBody = {
  ...STANDARD,
  trust: {
    system: { ...APPLICATION, ruleScore: 0.75, detectorScore: 0.95 },
    developer: { ...APPLICATION, ruleScore: 0.75, detectorScore: 0.95 },
    description: { ...DESCRIPTION, ruleScore: 0.4 },
    user: { ...CALLER, ruleScore: 0.35, detectorScore: 0.3 },
    assistant: { ...HISTORY, ruleScore: 0.7, detectorScore: 0.7 },
    tool: { ...UNTRUSTED, ruleScore: 0.35, detectorScore: 0.3 },
    document: { ...UNTRUSTED, ruleScore: 0.35, detectorScore: 0.3 },
  },
  personalData: { ...REPLACE_KINDS, CREDIT_CARD: 'block', IBAN_CODE: 'block', US_SSN: 'block', NATIONAL_ID: 'block' },
  wasteScore: 0.5,
  extractionScore: 0.7,
  quotationWords: 8,
};

const BASES: Readonly<Record<string, PolicyBody>> = { standard: STANDARD, strict: STRICT };

/**
 * Reads one policy of the config: an object that names its `base` (`standard` or `strict`) and what differs from it.
 * A policy that is called `standard` or `strict` starts from that.
 *
 * @throws when a value is unknown or out of range, naming its path; a policy with a typing error protects nothing.
 */
export function readPolicy(name: string, data: unknown = {}): GuardPolicy {
  const given = objectAt(`guardPolicies.${name}`, data);
  const { base = Object.hasOwn(BASES, name) ? name : 'standard', version, shadow, ...changes } = given;
  const body = typeof base === 'string' && Object.hasOwn(BASES, base) ? BASES[base] : undefined;
  if (body === undefined) wrong(`guardPolicies.${name}.base`, "'standard' or 'strict'", base);
  const policy = { ...body, ...readChanges(`guardPolicies.${name}`, body, changes) };
  if (version !== undefined && typeof version !== 'string') wrong(`guardPolicies.${name}.version`, 'a string', version);
  return {
    name,
    version: version ?? digestOf(policy),
    ...policy,
    ...(shadow !== undefined && { shadow: readShadow(`guardPolicies.${name}.shadow`, shadow) }),
  };
}

type Reader = (path: string, value: unknown, body: PolicyBody) => Partial<PolicyBody>;

const READERS: Readonly<Record<string, Reader>> = {
  trust: (path, value, body) => {
    const trust: Record<string, RoleTrust> = { ...body.trust };
    for (const [role, change] of Object.entries(objectAt(path, value))) {
      const old = Object.hasOwn(trust, role) ? trust[role] : undefined;
      if (old === undefined) wrong(`${path}.${role}`, `one of ${Object.keys(body.trust).join(', ')}`, role);
      trust[role] = readTrust(`${path}.${role}`, old, change);
    }
    return { trust: trust as PolicyBody['trust'] };
  },
  injection: (path, value) => ({ injection: oneOf(path, value, ['block', 'flag']) }),
  secrets: (path, value) => ({ secrets: oneOf(path, value, ['block', 'redact', 'flag', 'allow']) }),
  personalData: (path, value, body) => {
    const actions = ['block', 'redact', 'pseudonymize', 'flag', 'allow'] as const;
    const all: Record<string, (typeof actions)[number]> = { ...body.personalData };
    if (typeof value === 'string') {
      for (const type of PERSONAL_DATA_TYPES) all[type] = oneOf(path, value, actions);
    } else {
      for (const [type, action] of Object.entries(objectAt(path, value))) {
        all[oneOf(path, type, PERSONAL_DATA_TYPES)] = oneOf(`${path}.${type}`, action, actions);
      }
    }
    return { personalData: all as PolicyBody['personalData'] };
  },
  wasteScore: (path, value) => ({ wasteScore: scoreAt(path, value) }),
  extractionScore: (path, value) => ({ extractionScore: scoreAt(path, value) }),
  sink: (path, value) => ({ sink: oneOf(path, value, ['text', 'markdown', 'html', 'json', 'csv', 'sql', 'shell']) }),
  allowedHosts: (path, value) => {
    if (!Array.isArray(value) || !value.every((host): host is string => typeof host === 'string')) {
      wrong(path, 'a list of host names', value);
    }
    return { allowedHosts: value };
  },
  quotationWords: (path, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 4)
      wrong(path, 'a whole number from 4 on', value);
    return { quotationWords: value };
  },
  grounding: (path, value) => ({ grounding: oneOf(path, value, ['flag', 'refuse']) }),
  groundingScore: (path, value) => ({ groundingScore: scoreAt(path, value, 1) }),
  managed: (path, value) => ({ managed: value === null ? null : readManaged(path, value) }),
};

function readChanges(path: string, body: PolicyBody, changes: Record<string, unknown>): Partial<PolicyBody> {
  let read: Partial<PolicyBody> = {};
  for (const [key, value] of Object.entries(changes)) {
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (reader === undefined)
      wrong(`${path}.${key}`, `one of base, version, shadow, ${Object.keys(READERS).join(', ')}`, key);
    read = { ...read, ...reader(`${path}.${key}`, value, body) };
  }
  return read;
}

function readTrust(path: string, old: RoleTrust, change: unknown): RoleTrust {
  const given = objectAt(path, change);
  const { untrusted = old.untrusted, instructs = old.instructs, ruleScore = old.ruleScore } = given;
  const { detectorScore = old.detectorScore } = given;

  const unknown = Object.keys(given).find((key) => !Object.hasOwn(old, key));
  if (unknown !== undefined) wrong(`${path}.${unknown}`, `one of ${Object.keys(old).join(', ')}`, unknown);
  if (typeof untrusted !== 'boolean') wrong(`${path}.untrusted`, 'true or false', untrusted);
  if (typeof instructs !== 'boolean') wrong(`${path}.instructs`, 'true or false', instructs);
  return {
    untrusted,
    instructs,
    ruleScore: scoreAt(`${path}.ruleScore`, ruleScore),
    detectorScore: scoreAt(`${path}.detectorScore`, detectorScore),
  };
}

/** Twelve hex digits over what the policy says: two policies that say the same have the same version. */
function digestOf(policy: PolicyBody): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(policy)))
    .digest('hex')
    .slice(0, 12);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
