import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import {
  authorizeUrl,
  createPerson,
  deletePerson,
  exchangeCode,
  newPkce,
  peopleClient,
  type Person,
  type PersonTokens,
} from './identity/people';
import { ProofTenants } from './identity/tenants';
import type { Proof, ProofContext, ProofResult } from './proof';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const SCOPE = 'openid llm/chat llm/embed llm/usage llm/admin';

interface Client {
  readonly id: string;
  readonly callback: string;
}

/** Signs in as a person does; returns where the browser was sent back to, or nothing if it was not. */
async function signIn(browser: Browser, url: string, callback: string, person: Person): Promise<URL | undefined> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.fill('input[name=username]', person.username);
    await page.click('button[type=submit]');
    await page.fill('input[name=password]', person.password);
    // the application behind the callback is not there: that the browser asks for it is all that counts.
    const back = page.waitForRequest((request) => request.url().startsWith(callback), { timeout: 10_000 });
    await page.click('button[type=submit]');
    const refused = page.waitForSelector('.error', { timeout: 10_000 });
    return await Promise.any([back.then((request) => new URL(request.url())), refused.then(() => undefined)]);
  } finally {
    await page.close();
  }
}

/** Whether a request for a sign-in page is answered with one. */
async function offersLogin(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.status === 200 && (await response.text()).includes('name="username"');
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}

async function prove(browser: Browser, tenants: ProofTenants, say: ProofContext['say']): Promise<ProofResult> {
  const { api, target, services } = tenants;
  const { tenant } = await tenants.onboard(['assistant']);
  const client: Client = await peopleClient(target, services);
  const ann = await createPerson(target, services, tenant, ['assistant']);
  const people = [ann];
  try {
    const pkce = newPkce();
    const login = (over: Record<string, string> = {}) =>
      authorizeUrl(api, client, {
        scope: SCOPE,
        state: 'state-1',
        code_challenge: pkce.challenge,
        code_challenge_method: 'S256',
        ...over,
      });
    const codeOf = async (person: Person) =>
      (await signIn(browser, login(), client.callback, person))?.searchParams.get('code') ?? undefined;

    const back = await signIn(browser, login(), client.callback, ann);
    const code = back?.searchParams.get('code') ?? '';
    const withoutVerifier = await exchangeCode(api, client, code, undefined);
    const withOtherVerifier = await exchangeCode(api, client, code, newPkce().verifier);
    const exchanged = await exchangeCode(api, client, code, pkce.verifier);
    const tokens = (await exchanged.json()) as PersonTokens;
    const replayed = await exchangeCode(api, client, code, pkce.verifier);
    const { tenant: claimed, roles, exp, iat, token_use: use } = claimsOf(tokens.access_token);

    const status = async (path: string, token: string, body?: object) =>
      (
        await fetch(`${api.baseUrl}${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      ).status;

    // somebody with a password and no tenant: an account that an administrator made by mistake.
    const nobody = await createPerson(target, services, '', ['assistant']);
    people.push(nobody);
    const nobodysCode = await codeOf(nobody);
    const nobodysTokens =
      nobodysCode === undefined ? '' : await (await exchangeCode(api, client, nobodysCode, pkce.verifier)).text();

    const checks: Readonly<Record<string, boolean>> = {
      'the browser comes back with a code and the state': code !== '' && back?.searchParams.get('state') === 'state-1',
      'a code without its verifier is worth nothing': withoutVerifier.status === 400,
      'a code with another verifier is worth nothing': withOtherVerifier.status === 400,
      'a code with its verifier is worth tokens': exchanged.status === 200,
      'a code is worth tokens once': replayed.status === 400,
      'the access token names the tenant and the roles':
        claimed === tenant && JSON.stringify(roles) === '["assistant"]',
      'it is an access token of 15 minutes': use === 'access' && Number(exp) - Number(iat) === 900,
      'it opens what the role grants': (await status('/usage', tokens.access_token)) === 200,
      'it does not open what the role does not grant, though the login asked for it':
        (await status('/embeddings', tokens.access_token, { model: 'titan-embed', input: 'x' })) === 403,
      'the id token opens nothing': (await status('/usage', tokens.id_token)) === 401,
      'a wrong password comes back with nothing':
        (await codeOf({ ...ann, password: `${ann.password}x` })) === undefined,
      'a person without a tenant gets no token': !nobodysTokens.includes('access_token'),
      'the implicit flow is refused': !(await offersLogin(login({ response_type: 'token' }))),
      'another callback is refused': !(await offersLogin(login({ redirect_uri: 'https://attacker.example/callback' }))),
      'another scope is refused': !(await offersLogin(login({ scope: 'openid aws.cognito.signin.user.admin' }))),
      'a plain challenge is refused': !(await offersLogin(login({ code_challenge_method: 'plain' }))),
    };
    const failed = Object.entries(checks).filter(([, holds]) => !holds);
    for (const [what] of failed) say(`login: expected that ${what}`);
    return {
      holds: failed.length === 0,
      figures: { checks: Object.keys(checks).length, failed: failed.length, browser: browser.version() },
      conditions:
        'a real browser before the emulated hosted login, which asks for no second factor, knows no passkey and lets people ' +
        'sign up: MFA, passkeys, refresh rotation and no self sign-up are held by the template tests and need an AWS ' +
        'account to be seen at work.',
    };
  } finally {
    for (const person of people) await deletePerson(target, services, person);
  }
}

async function run({ say, localApi }: ProofContext): Promise<ProofResult> {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    const conditions = 'not run: no Chromium found; install it or name it in CHROMIUM';
    return { holds: false, notRun: true, figures: {}, conditions };
  }
  const tenants = await ProofTenants.of(await localApi());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    return await prove(browser, tenants, say);
  } finally {
    await browser.close();
    await tenants.offboardAll();
  }
}

const proof: Proof = {
  name: 'login',
  summary: 'a person signs in in a real browser, by authorization code with PKCE, and gets what the role grants',
  seconds: 30,
  inTest: true,
  run,
};
export default proof;
