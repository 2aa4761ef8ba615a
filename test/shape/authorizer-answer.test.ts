import { AUTHORIZER_LIMITS, authorizerProblems } from '../../review/shape/authorizer-limits';
import { SCOPES } from '../../lib/private/scope-table';
import { AuthorizerFixture, machineClaims } from '../identity/authorizer-fixture';
import { signed } from '../identity/fake-issuer';

const f = new AuthorizerFixture();
beforeAll(() => f.open());
afterAll(() => f.close());

/** Longest name of a stage's ARN: a Region of another partition. */
const METHOD = 'arn:aws-us-gov:execute-api:us-gov-west-1:111122223333:abcdef1234/v1/POST/chat/completions';

/** A token of the shortest signature, so that claims have the most room. */
const tokenOf = (claims: Readonly<Record<string, unknown>>): string =>
  signed(
    { alg: 'ES256', kid: 'partner-key-ec' },
    { iss: f.partner.issuer, aud: 'llm-api', ...claims },
    f.partner.ec.privateKey,
  );

/** The claims that make the answer largest: each name as long as it may be, and as many roles as still fit. */
function largestToken(roles: readonly string[]): string {
  const { exp } = machineClaims(f.partner.issuer);
  // a quote is two characters in JSON, in the token once and in the answer twice.
  const claims = { exp, sub: '"'.repeat(255), azp: 'client-b', org: 'partner-two', scope: SCOPES.join(' ') };
  let held = roles.length;
  // the scheme and its space count.
  while (held > 0 && tokenOf({ ...claims, groups: roles.slice(0, held).join(' ') }).length > 8_185) held--;
  return tokenOf({ ...claims, groups: roles.slice(0, held).join(' ') });
}

const answerTo = (token: string) =>
  f.handle({
    methodArn: METHOD,
    headers: { Authorization: `Bearer ${token}` },
    multiValueHeaders: { Authorization: [`Bearer ${token}`] },
  });

test('the answer to the largest token that is read stays within the limits of API Gateway', async () => {
  const roles = Array.from({ length: 2_000 }, (_, index) => `r${index}`);
  f.restart({ roles: roles.map((name) => ({ name, scopes: [...SCOPES] })) });
  const token = largestToken(roles);
  expect(token.length).toBeGreaterThan(8_150);
  const answer = await answerTo(token);
  expect(answer.context.roles.length).toBeGreaterThan(4_000);
  expect(authorizerProblems(answer, METHOD)).toEqual([]);
});

test('an answer that is too large is told, with the page that says so', async () => {
  f.restart();
  const answer = await f.bearer(f.token());
  const large = { ...answer, context: { ...answer.context, roles: 'r'.repeat(8_192) } };
  expect(authorizerProblems(large, METHOD)).toEqual([
    expect.stringMatching(/^result of the authorizer is \d+ bytes, at most 8192 are allowed \(general\/.*\.html\)$/),
  ]);
  const long = {
    ...answer,
    policyDocument: { Statement: [{ Resource: [`${METHOD}/${'x'.repeat(512)}`] }] },
  };
  expect(authorizerProblems(long, METHOD)).toEqual([expect.stringMatching(/^resource of the authorizer is \d+ char/)]);
  expect(authorizerProblems(answer, METHOD.padEnd(1_601, 'x'))).toEqual([expect.stringMatching(/^method ARN/)]);
});

test('each limit names its source', () => {
  for (const { source } of AUTHORIZER_LIMITS) expect(source).toMatch(/^[\w-]+\/.+\.html$/);
});
