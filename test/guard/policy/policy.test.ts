import { createHash } from 'node:crypto';
import { readPolicy } from '../../../lambda/guard/policy';
import { isExpired, readShadow } from '../../../lambda/guard/pipeline-policy';
import { responsePolicyOf } from '../../../lambda/guard/response-policy';

/** Members of objects by their names, as in canonical JSON. */
const byKey = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const APPLICATION = { untrusted: false, instructs: true, ruleScore: 0.9, detectorScore: 2 };
const OTHERS = { untrusted: true, instructs: false, ruleScore: 0.5, detectorScore: 0.5 };
const REPLACED = {
  CREDIT_CARD: 'redact',
  IBAN_CODE: 'redact',
  US_SSN: 'redact',
  NATIONAL_ID: 'redact',
  PASSPORT: 'redact',
  DRIVER_LICENSE: 'redact',
  BANK_ACCOUNT: 'redact',
  CRYPTO_ADDRESS: 'redact',
  PHONE_NUMBER: 'pseudonymize',
  EMAIL_ADDRESS: 'pseudonymize',
  IP_ADDRESS: 'pseudonymize',
  MAC_ADDRESS: 'pseudonymize',
  DOMAIN_NAME: 'pseudonymize',
  DATE_OF_BIRTH: 'pseudonymize',
  STREET_ADDRESS: 'pseudonymize',
  PERSON: 'pseudonymize',
};
const STANDARD = {
  trust: {
    system: APPLICATION,
    developer: APPLICATION,
    description: { ...OTHERS, detectorScore: 2 },
    user: { ...OTHERS, untrusted: false },
    assistant: { untrusted: false, instructs: false, ruleScore: 0.9, detectorScore: 0.9 },
    tool: OTHERS,
    document: OTHERS,
  },
  injection: 'block',
  secrets: 'block',
  personalData: REPLACED,
  wasteScore: 0.8,
  extractionScore: 0.8,
  sink: 'markdown',
  allowedHosts: [],
  quotationWords: 12,
  grounding: 'flag',
  groundingScore: 0.5,
  managed: null,
};

// a policy that ships is a decision: whoever changes one says so here as well.
describe('the policies that ship', () => {
  test('standard', () => {
    expect(readPolicy('standard')).toEqual({ name: 'standard', version: expect.any(String), ...STANDARD });
  });

  test('strict refuses what standard replaces, and is surer of itself', () => {
    const application = { ...APPLICATION, ruleScore: 0.75, detectorScore: 0.95 };
    const others = { ...OTHERS, ruleScore: 0.35, detectorScore: 0.3 };
    expect(readPolicy('strict')).toEqual({
      ...STANDARD,
      name: 'strict',
      version: expect.any(String),
      trust: {
        system: application,
        developer: application,
        description: { ...OTHERS, ruleScore: 0.4, detectorScore: 2 },
        user: { ...others, untrusted: false },
        assistant: { untrusted: false, instructs: false, ruleScore: 0.7, detectorScore: 0.7 },
        tool: others,
        document: others,
      },
      personalData: { ...REPLACED, CREDIT_CARD: 'block', IBAN_CODE: 'block', US_SSN: 'block', NATIONAL_ID: 'block' },
      wasteScore: 0.5,
      extractionScore: 0.7,
      quotationWords: 8,
    });
  });
});

describe('a policy of the config', () => {
  test('starts from the base that it names, or from standard', () => {
    expect(readPolicy('own')).toEqual({ ...readPolicy('standard'), name: 'own' });
    expect(readPolicy('own', { base: 'strict' })).toEqual({ ...readPolicy('strict'), name: 'own' });
    expect(readPolicy('strict', { base: 'standard' })).toEqual({ ...readPolicy('standard'), name: 'strict' });
  });

  test.each<[object, object]>([
    [{ injection: 'flag' }, { injection: 'flag' }],
    [{ secrets: 'redact' }, { secrets: 'redact' }],
    [{ secrets: 'flag' }, { secrets: 'flag' }],
    [{ secrets: 'allow' }, { secrets: 'allow' }],
    [{ personalData: { PERSON: 'allow' } }, { personalData: { ...REPLACED, PERSON: 'allow' } }],
    [
      { personalData: 'flag' },
      { personalData: Object.fromEntries(Object.keys(REPLACED).map((type) => [type, 'flag'])) },
    ],
    [
      { wasteScore: 2, extractionScore: 0.01 },
      { wasteScore: 2, extractionScore: 0.01 },
    ],
    ...['text', 'markdown', 'html', 'json', 'csv', 'sql', 'shell'].map((sink): [object, object] => [
      { sink },
      { sink },
    ]),
    [{ allowedHosts: ['a.test', '*.b.test'] }, { allowedHosts: ['a.test', '*.b.test'] }],
    [{ quotationWords: 4 }, { quotationWords: 4 }],
    [
      { grounding: 'refuse', groundingScore: 1 },
      { grounding: 'refuse', groundingScore: 1 },
    ],
    [{ managed: null }, { managed: null }],
    [
      { managed: { guardrail: 'g' } },
      { managed: { guardrail: 'g', inCall: true, apply: 'request', grounding: false } },
    ],
    [
      { managed: { guardrail: 'g', inCall: false, apply: 'both', grounding: true } },
      { managed: { guardrail: 'g', inCall: false, apply: 'both', grounding: true } },
    ],
    [
      { managed: { guardrail: 'g', apply: 'none' } },
      { managed: { guardrail: 'g', inCall: true, apply: 'none', grounding: false } },
    ],
    [
      { trust: { user: { untrusted: true, instructs: true, ruleScore: 0.1, detectorScore: 0.2 } } },
      { trust: { ...STANDARD.trust, user: { untrusted: true, instructs: true, ruleScore: 0.1, detectorScore: 0.2 } } },
    ],
    [
      { trust: { tool: { ruleScore: 0.7 }, document: {} } },
      { trust: { ...STANDARD.trust, tool: { ...OTHERS, ruleScore: 0.7 } } },
    ],
    [{ version: '7' }, { version: '7' }],
    [{ shadow: { policy: 'next', until: '2027-01-31' } }, { shadow: { policy: 'next', until: '2027-01-31' } }],
  ])('differs in what it says: %j', (given, differs) => {
    expect(readPolicy('standard', given)).toEqual({
      name: 'standard',
      version: expect.any(String),
      ...STANDARD,
      ...differs,
    });
  });

  test('has a version that follows what it says, and not how or for how long it is tried', () => {
    const version = (data: object, name = 'own') => readPolicy(name, data).version;
    expect(version({})).toMatch(/^[0-9a-f]{12}$/);
    expect(version({}, 'other')).toBe(version({}));
    expect(version({ quotationWords: 9, sink: 'html' })).toBe(version({ sink: 'html', quotationWords: 9 }));
    expect(version({ base: 'standard', allowedHosts: [] })).toBe(version({}));
    expect(version({ shadow: { policy: 'next', until: '2027-01-31' } })).toBe(version({}));
    const said = [
      {},
      { base: 'strict' },
      { injection: 'flag' },
      { personalData: { PERSON: 'allow' } },
      { trust: { user: { ruleScore: 0.6 } } },
      { allowedHosts: ['a.test', 'b.test'] },
      { allowedHosts: ['b.test', 'a.test'] },
      { managed: { guardrail: 'g' } },
    ];
    expect(new Set(said.map((data) => version(data))).size).toBe(said.length);
  });

  test('has the version that its canonical JSON has, however this code lists what it says', () => {
    for (const data of [{}, { base: 'strict', allowedHosts: ['b.test', 'a.test'] }]) {
      const { name: _name, version, ...said } = readPolicy('own', data);
      expect(version).toBe(createHash('sha256').update(JSON.stringify(said, byKey)).digest('hex').slice(0, 12));
    }
  });

  const types = Object.keys(REPLACED);
  test.each<[unknown, string]>([
    [null, 'guardPolicies.own: expected an object, got null'],
    ['strict', 'guardPolicies.own: expected an object, got "strict"'],
    [[], 'guardPolicies.own: expected an object, got []'],
    [{ base: 'lax' }, `guardPolicies.own.base: expected 'standard' or 'strict', got "lax"`],
    [{ base: 'toString' }, `guardPolicies.own.base: expected 'standard' or 'strict', got "toString"`],
    [{ base: 1 }, `guardPolicies.own.base: expected 'standard' or 'strict', got 1`],
    [{ base: ['strict'] }, `guardPolicies.own.base: expected 'standard' or 'strict', got ["strict"]`],
    [{ version: 7 }, 'guardPolicies.own.version: expected a string, got 7'],
    [
      { injektion: 'block' },
      'guardPolicies.own.injektion: expected one of base, version, shadow, trust, injection, secrets, personalData, wasteScore, extractionScore, sink, allowedHosts, quotationWords, grounding, groundingScore, managed, got "injektion"',
    ],
    [{ toString: 1 }, 'guardPolicies.own.toString: expected one of base'],
    [{ injection: 'redact' }, 'guardPolicies.own.injection: expected one of block, flag, got "redact"'],
    [{ secrets: 'pseudonymize' }, 'guardPolicies.own.secrets: expected one of block, redact, flag, allow'],
    [
      { personalData: 'neutralize' },
      'guardPolicies.own.personalData: expected one of block, redact, pseudonymize, flag',
    ],
    [{ personalData: 5 }, 'guardPolicies.own.personalData: expected an object, got 5'],
    [
      { personalData: { SSN: 'block' } },
      `guardPolicies.own.personalData: expected one of ${types.slice(0, 2).join(', ')}`,
    ],
    [{ personalData: { PERSON: 'no' } }, 'guardPolicies.own.personalData.PERSON: expected one of block, redact'],
    [{ wasteScore: 0 }, 'guardPolicies.own.wasteScore: expected a number above 0, up to 2, got 0'],
    [{ wasteScore: 2.1 }, 'guardPolicies.own.wasteScore: expected a number above 0, up to 2, got 2.1'],
    [{ wasteScore: '1' }, 'guardPolicies.own.wasteScore: expected a number above 0, up to 2, got "1"'],
    [{ extractionScore: NaN }, 'guardPolicies.own.extractionScore: expected a number above 0, up to 2, got null'],
    [{ sink: 'pdf' }, 'guardPolicies.own.sink: expected one of text, markdown, html, json, csv, sql, shell, got "pdf"'],
    [{ allowedHosts: 'a.test' }, 'guardPolicies.own.allowedHosts: expected a list of host names, got "a.test"'],
    [{ allowedHosts: ['a', 5] }, 'guardPolicies.own.allowedHosts: expected a list of host names, got ["a",5]'],
    [{ quotationWords: 3 }, 'guardPolicies.own.quotationWords: expected a whole number from 4 on, got 3'],
    [{ quotationWords: 4.5 }, 'guardPolicies.own.quotationWords: expected a whole number from 4 on, got 4.5'],
    [{ quotationWords: '8' }, 'guardPolicies.own.quotationWords: expected a whole number from 4 on, got "8"'],
    [{ grounding: 'block' }, 'guardPolicies.own.grounding: expected one of flag, refuse, got "block"'],
    [{ groundingScore: 1.1 }, 'guardPolicies.own.groundingScore: expected a number above 0, up to 1, got 1.1'],
    [{ managed: 'g' }, 'guardPolicies.own.managed: expected an object, got "g"'],
    [{ managed: {} }, 'guardPolicies.own.managed.guardrail: expected the name of a guardrail, got undefined'],
    [{ managed: { guardrail: '' } }, 'guardPolicies.own.managed.guardrail: expected the name of a guardrail, got ""'],
    [{ managed: { guardrail: 'g', inCall: 1 } }, 'guardPolicies.own.managed.inCall: expected true or false, got 1'],
    [
      { managed: { guardrail: 'g', grounding: 1 } },
      'guardPolicies.own.managed.grounding: expected true or false, got 1',
    ],
    [
      { managed: { guardrail: 'g', apply: 'all' } },
      'guardPolicies.own.managed.apply: expected one of none, request, both',
    ],
    [
      { managed: { guardrail: 'g', inCall: false, apply: 'none' } },
      `guardPolicies.own.managed.apply: expected 'request' or 'both' where inCall is false, got "none"`,
    ],
    [
      { managed: { guardrail: 'g', mode: 'x' } },
      'guardPolicies.own.managed.mode: expected one of guardrail, inCall, apply, grounding, got "mode"',
    ],
    [{ trust: 'all' }, 'guardPolicies.own.trust: expected an object, got "all"'],
    [
      { trust: { guest: {} } },
      'guardPolicies.own.trust.guest: expected one of system, developer, description, user, assistant, tool, document, got "guest"',
    ],
    [{ trust: { toString: {} } }, 'guardPolicies.own.trust.toString: expected one of system'],
    [{ trust: { user: 1 } }, 'guardPolicies.own.trust.user: expected an object, got 1'],
    [
      { trust: { user: { score: 1 } } },
      'guardPolicies.own.trust.user.score: expected one of untrusted, instructs, ruleScore, detectorScore, got "score"',
    ],
    [
      { trust: { user: { untrusted: 'no' } } },
      'guardPolicies.own.trust.user.untrusted: expected true or false, got "no"',
    ],
    [{ trust: { user: { instructs: 0 } } }, 'guardPolicies.own.trust.user.instructs: expected true or false, got 0'],
    [
      { trust: { user: { ruleScore: 3 } } },
      'guardPolicies.own.trust.user.ruleScore: expected a number above 0, up to 2',
    ],
    [
      { trust: { user: { detectorScore: '' } } },
      'guardPolicies.own.trust.user.detectorScore: expected a number above 0',
    ],
    [{ shadow: 'next' }, 'guardPolicies.own.shadow: expected an object, got "next"'],
    [{ shadow: { until: '2027-01-01' } }, 'guardPolicies.own.shadow.policy: expected the name of a guard policy'],
    [
      { shadow: { policy: '', until: '2027-01-01' } },
      'guardPolicies.own.shadow.policy: expected the name of a guard policy',
    ],
    [{ shadow: { policy: 'a' } }, 'guardPolicies.own.shadow.until: expected a day as YYYY-MM-DD, got undefined'],
    ...['2027-1-1', '2027-13-01', '+002027-01-01', '2027-01-01Z', '2027-01-01T00:00', 20270101].map(
      (until): [object, string] => [
        { shadow: { policy: 'a', until } },
        `guardPolicies.own.shadow.until: expected a day as YYYY-MM-DD, got ${JSON.stringify(until)}`,
      ],
    ),
    [
      { shadow: { policy: 'a', until: '2027-01-01', from: 'x' } },
      'guardPolicies.own.shadow.from: expected one of policy, until, got "from"',
    ],
  ])('is refused with its path where it is wrong: %j', (data, message) => {
    expect(() => readPolicy('own', data)).toThrow(message);
  });

  test('a trial lasts to the end of its last day, UTC', () => {
    const shadow = readShadow('shadow', { policy: 'next', until: '2027-01-31' });
    expect(isExpired(shadow, Date.parse('2027-01-31T23:59:59.999Z'))).toBe(false);
    expect(isExpired(shadow, Date.parse('2027-02-01T00:00:00Z'))).toBe(true);
  });
});

describe('what a policy means for an answer', () => {
  const actions = (data: object) => {
    const { dataRules, ...rest } = responsePolicyOf(readPolicy('own', data));
    const rules = dataRules.map((open) => open());
    return { rules, rest, actions: rules.map(({ action }) => action) };
  };
  const found = (data: object, text: string) =>
    actions(data).rules.flatMap((rule) => {
      const match = rule.next(text, 0);
      return match === undefined
        ? []
        : [[rule.action, rule.reason, match.as?.replacement, text.slice(match.start, match.end)]];
    });
  const key = `AKIA${'Q3EGRZ7PT5LX2WHK'}`;

  test('its sink, hosts and quotations are the policy’s', () => {
    const { rest } = actions({ sink: 'html', allowedHosts: ['a.test'], quotationWords: 9 });
    expect(rest).toMatchObject({ sink: 'html', quotationWords: 9 });
    expect([rest.allows('a.test'), rest.allows('b.test')]).toEqual([true, false]);
  });

  test.each<[object, string, unknown[]]>([
    [{}, key, ['redact', 'data_disclosure', '[SECRET]', key]],
    [{ secrets: 'redact' }, key, ['redact', 'data_disclosure', '[SECRET]', key]],
    [{ secrets: 'flag' }, key, ['flag', 'data_disclosure', '[SECRET]', key]],
    [{}, 'ada@lovelace.org', ['redact', 'data_disclosure', '[EMAIL_ADDRESS]', 'ada@lovelace.org']],
    [
      { personalData: { EMAIL_ADDRESS: 'redact' } },
      'ada@lovelace.org',
      ['redact', 'data_disclosure', '[EMAIL_ADDRESS]', 'ada@lovelace.org'],
    ],
    [
      { personalData: { EMAIL_ADDRESS: 'block' } },
      'ada@lovelace.org',
      ['block', 'data_disclosure', '[EMAIL_ADDRESS]', 'ada@lovelace.org'],
    ],
    [
      { personalData: { EMAIL_ADDRESS: 'flag' } },
      'ada@lovelace.org',
      ['flag', 'data_disclosure', '[EMAIL_ADDRESS]', 'ada@lovelace.org'],
    ],
  ])('%j, for %s', (data, text, expected) => {
    expect(found(data, `It is ${text} now`)).toEqual([expected]);
  });

  test.each<[object, string]>([
    [{ secrets: 'allow' }, key],
    [{ personalData: { EMAIL_ADDRESS: 'allow', DOMAIN_NAME: 'allow' } }, 'ada@lovelace.org'],
    // what answers are about is personal only in what a caller sends.
    [{}, 'www.lovelace-engines.org'],
    [{}, 'Mrs. Ada Lovelace'],
  ])('%j lets pass: %s', (data, text) => {
    expect(found(data, `It is ${text} now`)).toEqual([]);
  });
});
