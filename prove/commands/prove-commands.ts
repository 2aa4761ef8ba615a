import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveTarget, servicesOf } from '../../cli/target';
import { fetchToken } from '../../cli/access-token';
import { localEndpointFile } from '../../cli/local-endpoint';
import type { LocalEndpoint } from '../../local/endpoint';
import type { ProofContext, ProofResult } from '../proof';
import { Caller, type Credentials } from './caller';
import { llmApi } from './llm-api';
import { Operator } from './operator';
import type { Ran } from './run-to-end';
import { operatorRecords } from './operator-records';
import { runSnippet, type Snippet, type SnippetRun } from './snippets-run';

/** A command that holds at once must be felt after at most this time. */
const AT_ONCE_MS = 1_000;

class Commands {
  public readonly failures: string[] = [];
  public facts = 0;
  public readonly figures: Record<string, number | string> = {};
  private readonly tenant = `commands-${Date.now().toString(36)}`;
  private readonly other = `${this.tenant}-b`;
  private readonly folder = mkdtempSync(join(tmpdir(), 'commands-'));

  public constructor(
    private readonly api: LocalEndpoint,
    private readonly shell: Operator,
    private readonly say: (line: string) => void,
    private readonly snippetRuns: SnippetRun[] = [],
  ) {}

  public async run(): Promise<void> {
    const began = Date.now();
    try {
      await this.tenants();
      const client = await this.clients();
      await this.connect(client);
      await this.narrowing(client);
      await this.usage();
      await this.rotation(client);
      await this.approval(client);
      await this.suspension(client);
      await this.documents(client);
      await this.revocation(client);
      await this.unrecorded();
      await this.deletion();
      await this.records(began);
    } finally {
      await this.shell.run('tenant', 'delete', this.tenant, '--yes');
      await this.shell.run('tenant', 'delete', this.other, '--yes');
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  public get snippets(): readonly SnippetRun[] {
    return this.snippetRuns;
  }

  private check(fact: boolean, what: string, got: unknown = ''): void {
    this.facts++;
    if (fact) return;
    const line = `${what}${got === '' ? '' : `: got ${typeof got === 'string' ? got : JSON.stringify(got)}`}`;
    this.failures.push(line);
    this.say(`does not hold: ${line}`);
  }

  /** Runs a command and checks its exit code and what it says. */
  private async expect(args: readonly string[], code: number, says: RegExp): Promise<Ran> {
    const done = await this.shell.run(...args);
    const text = `${done.stdout}${done.stderr}`;
    this.check(done.code === code && says.test(text), `llm-api ${args.join(' ')}: exit ${code}, ${says}`, {
      code: done.code,
      text: text.slice(0, 300),
    });
    return done;
  }

  private async tenants(): Promise<void> {
    const { tenant, other } = this;
    await this.expect(['tenant', 'create', tenant], 2, /--tier/);
    await this.expect(['tenant', 'create', 'Not_Good', '--tier', 'silver'], 1, /tenant id: expected/);
    await this.expect(['tenant', 'create', tenant, '--tier', 'none'], 1, /tier 'none': expected one of/);
    await this.expect(['tenant', 'create', tenant, '--tier', 'silver'], 0, /is onboarded in tier 'silver'/);
    await this.expect(['tenant', 'create', tenant, '--tier', 'silver'], 0, /was there already/);
    await this.expect(['tenant', 'create', tenant, '--tier', 'gold'], 1, /change it with 'tenant tier'/);
    await this.expect(['tenant', 'create', other, '--tier', 'bronze'], 0, /is onboarded/);
    const rows = await this.shell.json<{ tenant: string; tier: string }[]>('tenant', 'list');
    const listed = rows.filter((row) => [tenant, other].includes(row.tenant)).map(({ tier }) => tier);
    this.check(listed.join() === 'silver,bronze', 'tenant list has both', listed);
    await this.expect(['tenant', 'show', tenant], 0, /tier {5}silver[\s\S]*status {3}active/);
    await this.expect(['tenant', 'show', 'nobody'], 1, /nobody/);
    await this.expect(['tenant', 'tier', tenant, 'gold'], 0, /is in tier 'gold' now/);
    await this.expect(['tenant', 'tier', tenant, 'gold'], 0, /was in tier 'gold' already/);
    this.say('tenants: create, list, show, tier');
  }

  private async clients(): Promise<Credentials> {
    const create = ['client', 'create', this.tenant, '--name', 'backend', '--role', 'assistant', 'builder'];
    const made = await this.shell.json<Credentials & { created: boolean }>(...create);
    const again = await this.shell.json<Credentials & { created: boolean }>(...create);
    this.check(made.created && !again.created, 'client create makes one client, however often it is run', again);
    this.check(
      made.clientId === again.clientId && made.clientSecret === again.clientSecret,
      'and shows the same secret',
    );
    await this.expect(['client', 'list', this.tenant], 0, new RegExp(`${made.clientId}.*backend.*active`));
    await this.expect(
      ['client', 'explain', this.tenant, 'backend'],
      0,
      /scope llm\/embed +yes +granted by role builder/,
    );
    await this.expect(['client', 'explain', this.tenant, 'nobody'], 1, /has none of this id or name/);
    const caller = await Caller.with(this.api, made, this.api.model);
    this.check((await caller.until(({ status }) => status === 200)) < 15_000, 'a new client is answered');
    await this.expect(['client', 'change', this.tenant, 'backend', '--role', 'assistant'], 0, /roles assistant;/);
    await this.expect(['client', 'explain', this.tenant, 'backend'], 0, /model titan-embed +no/);
    await this.expect(['client', 'change', this.tenant, 'backend', '--role', 'assistant', 'builder'], 0, /builder/);
    this.say('clients: create, list, change, explain');
    return made;
  }

  private async connect({ clientId, clientSecret }: Credentials): Promise<void> {
    const { snippets } = await this.shell.json<{ snippets: Snippet[] }>('connect', clientId, '--model', this.api.model);
    for (const snippet of snippets) {
      const run = await runSnippet(snippet, clientSecret);
      this.snippetRuns.push(run);
      this.check(run.how !== 'failed', `the ${run.language} snippet of connect`, run.got);
      this.say(`connect: ${run.language} ${run.how}`);
    }
    await this.expect(['connect', 'nobody'], 1, /belongs to no tenant/);
  }

  private async narrowing(client: Credentials): Promise<void> {
    const caller = await Caller.with(this.api, client, this.api.model);
    const narrow = (document: object): readonly string[] => [
      ...['tenant', 'narrow', this.tenant, '--narrow'],
      JSON.stringify(document),
    ];
    await this.expect(
      narrow({ limits: { tokensPerDay: -1 } }),
      1,
      /--narrow\.limits\.tokensPerDay: expected a whole number/,
    );
    await this.expect(narrow({ limits: { tokensPerYear: 1 } }), 1, /--narrow\.limits\.tokensPerYear/);
    await this.expect(narrow({ models: [] }), 0, /is narrowed to/);
    const refusedMs = await caller.until(({ status }) => status === 403 || status === 404);
    this.check(refusedMs < AT_ONCE_MS, 'a narrowed tenant is refused at once', refusedMs);
    await this.expect(narrow({}), 0, /is narrowed to \{\}/);
    this.check((await caller.until(({ status }) => status === 200)) < 15_000, 'and is answered again');
    this.figures['narrowedAfterMs'] = refusedMs;
  }

  private async usage(): Promise<void> {
    const by = ['usage', '--tenant', this.tenant, '--by', 'tenant,client,model,day'];
    const rows = await this.shell.json<{ tenant: string; model: string; day: string; requests: number }[]>(...by);
    const today = new Date().toISOString().slice(0, 10);
    const requests = rows.reduce((sum, row) => sum + row.requests, 0);
    this.check(requests >= 4 && rows.every(({ tenant }) => tenant === this.tenant), 'usage counts the calls', rows);
    this.check(
      rows.some(({ day, model }) => day === today && model === this.api.model),
      'by model and day',
      rows,
    );
    const csv = await this.expect(
      [...by, '--csv'],
      0,
      /^tenant,client,model,day,requests,input_tokens,output_tokens,usd\n/,
    );
    this.check(csv.stdout.trim().split('\n').length === rows.length + 1, 'the CSV has a line a row', csv.stdout);
    await this.expect(by, 0, /TENANT +CLIENT +MODEL +DAY +REQUESTS/);
    await this.expect(['usage', '--by', 'colour'], 1, /--by: expected some of/);
    await this.expect(['usage', '--month', '2026-13'], 1, /--month: expected YYYY-MM/);
    this.say(`usage: ${requests} requests, as table, JSON and CSV`);
  }

  /** Callers run all through a rotation, each fetching tokens anew: none is refused. */
  private async rotation(client: Credentials): Promise<void> {
    let secret = client.clientSecret;
    let running = true;
    let requests = 0;
    const lost: string[] = [];
    const callers = Array.from({ length: 4 }, async () => {
      while (running) {
        try {
          const caller = await Caller.with(
            this.api,
            { clientId: client.clientId, clientSecret: secret },
            this.api.model,
          );
          const { status } = await caller.call();
          if (status !== 200) lost.push(String(status));
        } catch (error) {
          lost.push(error instanceof Error ? error.message : String(error));
        }
        requests++;
      }
    });
    const begun = await this.shell.json<Credentials>('client', 'rotate', this.tenant, 'backend');
    for (const each of [client.clientSecret, begun.clientSecret]) {
      const token = await fetchToken(this.api.tokenUrl, { ...client, clientSecret: each });
      this.check(token !== '', 'both secrets give tokens');
    }
    await this.expect(['client', 'rotate', this.tenant, 'backend'], 1, /a rotation is under way/);
    await this.expect(['client', 'rotate', this.tenant, 'backend', '--finish'], 3, /Give --yes/);
    // the callers move to the new secret, then the older one is taken away.
    secret = begun.clientSecret;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const finish = ['client', 'rotate', this.tenant, 'backend', '--finish', '--yes'];
    await this.expect(finish, 0, /the older secret of 'backend' is gone/);
    await this.expect(finish, 0, /has one secret: nothing to finish/);
    running = false;
    await Promise.all(callers);
    const old = await fetchToken(this.api.tokenUrl, client).then(
      () => 'a token',
      () => 'refused',
    );
    this.check(old === 'refused', 'the older secret gives no token any more', old);
    this.check(lost.length === 0 && requests > 0, 'no request is lost in a rotation', lost.slice(0, 3));
    this.figures['requestsDuringRotation'] = requests;
    this.figures['requestsLostInRotation'] = lost.length;
    Object.assign(client, { clientSecret: begun.clientSecret });
    this.say(`client rotate: ${requests} requests during it, ${lost.length} lost`);
  }

  private async approval({ clientId }: Credentials): Promise<void> {
    const approve = ['client', 'approve', this.tenant, clientId, '--tool', 'send_mail', '--digest'];
    await this.expect([...approve, 'abc'], 1, /--digest: expected 64 hex digits/);
    await this.expect([...approve, 'a'.repeat(64), '--minutes', '0'], 1, /--minutes: expected a time up to/);
    await this.expect([...approve, 'a'.repeat(64)], 0, /x-llm-approval: [0-9a-f]{64}/);
  }

  private async suspension(client: Credentials): Promise<void> {
    const { tenant } = this;
    const caller = await Caller.with(this.api, client, this.api.model);
    await this.expect(['tenant', 'disable', tenant], 3, /Suspend tenant .* Give --yes/);
    this.check((await caller.call()).status === 200, 'what was not confirmed was not done');
    await this.expect(['tenant', 'disable', tenant, '--yes'], 0, /is suspended/);
    const answer = await caller.call();
    this.check(answer.code === 'tenant_disabled', 'a suspended tenant is refused by the next request', answer);
    await this.expect(['tenant', 'disable', tenant, '--yes'], 0, /was suspended already/);
    await this.expect(['tenant', 'enable', tenant], 0, /is active again/);
    await this.expect(['tenant', 'enable', tenant], 0, /was active already/);
    this.check((await caller.until(({ status }) => status === 200)) < 15_000, 'and answered again after enable');
    await this.expect(['client', 'revoke-user', tenant, 'user-1'], 3, /Give --yes/);
    await this.expect(['client', 'revoke-user', tenant, 'user-1', '--yes'], 0, /is revoked/);
    await this.expect(['client', 'revoke-user', tenant, 'user-1', '--undo'], 0, /is let in again/);
    this.say('tenant disable and enable, client revoke-user and --undo');
  }

  private async documents({ clientId }: Credentials): Promise<void> {
    const { tenant, other } = this;
    const file = join(this.folder, 'tenants.json');
    await this.expect(['tenant', 'export', '--out', file], 0, /written to/);
    const document = JSON.parse(readFileSync(file, 'utf8')) as { version: 1; tenants: Record<string, unknown>[] };
    const own = document.tenants.filter((each) => [tenant, other].includes(String(each['tenant'])));
    const write = (tenants: readonly unknown[]): void => writeFileSync(file, JSON.stringify({ version: 1, tenants }));
    const load = ['tenant', 'import', file, '--yes'];
    write(own);
    await this.expect(['tenant', 'import', file], 3, /Make 2 tenants .* Give --yes/);
    await this.expect(load, 0, /nothing to change/);
    write(own.map((each) => (each['tenant'] === other ? { ...each, tier: 'silver', name: 'Another' } : each)));
    await this.expect(load, 0, /moved from tier 'bronze' to 'silver'[\s\S]*changed/);
    await this.expect(load, 0, /nothing to change/);
    const shared = { client: clientId, name: 'stolen', roles: ['assistant'] };
    write(own.map((each) => (each['tenant'] === other ? { ...each, clients: [shared] } : each)));
    await this.expect(load, 1, /tenants\[\d\]\.clients\[0\]\.client: expected a client of one tenant/);
    write([{ tenant: other, tier: 'silver', clients: [shared] }]);
    await this.expect(load, 1, new RegExp(`it belongs to tenant '${tenant}' already`));
    write([{ tenant: other, tier: 'silver', narrowing: { limits: { tokensPerDay: -1 } } }]);
    await this.expect(load, 1, /tenants\[0\]\.narrowing\.limits\.tokensPerDay/);
    write([{ tenant: other, tier: 'none' }]);
    await this.expect(load, 1, /tenants\[0\]\.tier: expected one of/);
    this.say('tenant export and import: the same again changes nothing; a client of two tenants is refused');
  }

  private async revocation(client: Credentials): Promise<void> {
    const caller = await Caller.with(this.api, client, this.api.model);
    await this.expect(['client', 'revoke', this.tenant, 'backend'], 3, /Give --yes/);
    await this.expect(['client', 'revoke', this.tenant, 'backend', '--yes'], 0, /is revoked/);
    const answer = await caller.call();
    this.check(answer.code === 'client_revoked', 'a revoked client is refused by the next request', answer);
    await this.expect(['client', 'revoke', this.tenant, 'backend', '--yes'], 0, /was revoked already/);
    await this.expect(['client', 'delete', this.tenant, 'backend'], 3, /Give --yes/);
    await this.expect(['client', 'delete', this.tenant, 'backend', '--yes'], 0, /is deleted; its row stays/);
  }

  /** Where the intent cannot be written, nothing is done. */
  private async unrecorded(): Promise<void> {
    const { auditTable } = (await resolveTarget({ local: true })).outputs;
    const { gateUrl } = this.api;
    const file = localEndpointFile(this.folder);
    mkdirSync(dirname(file));
    writeFileSync(file, JSON.stringify({ ...this.api, awsEndpoint: gateUrl }), { mode: 0o600 });
    const faults = (list: readonly object[]): Promise<Response> =>
      fetch(`${gateUrl}/_gate/faults`, { method: 'POST', body: JSON.stringify(list) });
    await faults([{ service: 'dynamodb', match: auditTable, mode: 'wrong' }]);
    let done: Ran;
    try {
      done = await this.shell.in(this.folder).run('tenant', 'disable', this.other, '--yes');
    } finally {
      await faults([]);
    }
    const { status } = await this.shell.json<{ status: string }>('tenant', 'show', this.other);
    this.check(done.code === 1 && status === 'active', 'without a record nothing is changed', { ...done, status });
    this.say('no record, no change');
  }

  private async deletion(): Promise<void> {
    await this.expect(['tenant', 'delete', this.tenant], 3, /Delete tenant .* Give --yes/);
    await this.expect(['tenant', 'delete', this.tenant, '--yes'], 0, /What remains:[\s\S]*audit records/);
    await this.expect(['tenant', 'delete', this.tenant, '--yes'], 0, /What remains:/);
    await this.expect(['tenant', 'show', this.tenant], 1, /tenant/);
    this.say('tenant delete says what remains, and why');
  }

  private async records(sinceMs: number): Promise<void> {
    const target = await resolveTarget({ local: true });
    const records = (await operatorRecords(target, servicesOf(target))).filter((each) => each.intendedAtMs >= sinceMs);
    const actions = new Set(records.map(({ action }) => action));
    const expected = [
      ...['tenant create', 'tenant tier', 'tenant narrow', 'tenant disable', 'tenant enable', 'tenant import'],
      ...['tenant delete', 'client create', 'client change', 'client rotate', 'client rotate --finish'],
      ...['client approve', 'client revoke', 'client revoke-user', 'client revoke-user --undo', 'client delete'],
    ];
    const missing = expected.filter((action) => !actions.has(action));
    this.check(missing.length === 0, 'every command that changes something is on record', missing);
    const open = records.filter(({ status }) => status === undefined);
    this.check(open.length === 0, 'every intent has its outcome', open);
    const failed = records.filter(({ status }) => status !== undefined && status >= 400);
    this.check(failed.length > 0, 'an outcome says that it failed');
    this.figures['operatorRecords'] = records.length;
  }
}

/** Runs every command of an operator against the local API. */
export async function proveCommands({ say, localApi }: ProofContext): Promise<ProofResult> {
  const program = await llmApi();
  const commands = new Commands(await localApi(), new Operator(program), say);
  try {
    await commands.run();
  } finally {
    program.stop();
  }
  const notRun = commands.snippets.filter(({ how }) => how !== 'answered').map(({ language }) => language);
  return {
    holds: commands.failures.length === 0,
    figures: { facts: commands.facts, failures: commands.failures.length, ...commands.figures },
    conditions:
      'each command in a process of its own, against the running local API; two live secrets of a client are emulated by us' +
      (notRun.length > 0 ? `; compiled and not run, because its package is not installed: ${notRun.join(', ')}` : ''),
  };
}
