import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { filterOf } from '../../cli/audit/filter';
import { csvField, FORMATS } from '../../cli/audit/formats';
import { identityOf, openContent } from '../../cli/audit/reader-keys';
import { fileOf, folderSource } from '../../cli/audit/trail-source';
import { headOfFolder, parseHead, readPublicKey, readTrail, reportText } from '../../cli/audit/verify-trail';
import { createSealer } from '../../lambda/audit/sealer';
import type { VerifiedRecord } from '../../lambda/audit/verify';
import { unwrapContentKey } from '../../lambda/core/audit/content-key';
import { deriveSecrets } from '../../lambda/core/audit/secrets';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { fakeAudit, OUTCOME, SECRET, subjectOf } from '../gateway/audit/fakes';
import { fakeSealer, KEYS, SEALER_CONFIG, writtenEvents } from './fakes';

let folder: string;
let verified: VerifiedRecord[];
let audit: ReturnType<typeof fakeAudit>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trail-'));
  audit = fakeAudit();
  const trail = createAuditTrail(audit.ports);
  for (let i = 0; i < 6; i += 1) {
    await (await trail.open(subjectOf(`r-${i}`, { content: `text ${i}` }))).close(OUTCOME);
  }
  await trail.refuse(subjectOf('r-6'), { ...OUTCOME, status: 400, reason: 'prompt_injection' });
  const { ports, segments } = fakeSealer(audit.items);
  await createSealer({ ...SEALER_CONFIG, maxRecords: 5 }, ports).onEvents(writtenEvents(audit.items.values()));
  for (const [number, bytes] of segments) writeFileSync(join(folder, fileOf(number)), bytes);
  verified = [];
  await readTrail(folderSource(folder), { publicKey: KEYS.publicKey, onRecord: (each) => verified.push(each) });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a downloaded folder', () => {
  const verify = () => readTrail(folderSource(folder), { publicKey: KEYS.publicKey, head: headOfFolder(folder) });

  test('verifies offline', async () => {
    const report = await verify();
    expect(report).toMatchObject({ segments: 3, records: 13, problems: [] });
    expect(reportText(report)).toMatch(/^✓ 13 records in 3 segments are as they were sealed\n {2}head 3:[0-9a-f]{64} /);
  });

  test('that is half there says which segment is missing', async () => {
    writeFileSync(join(folder, 'head.json'), '{"number":4}\n');
    expect(reportText(await verify())).toMatch(/✗ segment 4 is missing at the end/);
    rmSync(join(folder, 'head.json'));
  });

  test('with a damaged head says what was expected', () => {
    writeFileSync(join(folder, 'head.json'), '[]');
    expect(() => headOfFolder(folder)).toThrow(/head\.json: expected {"number","digest"}/);
    rmSync(join(folder, 'head.json'));
  });

  test('that is none says so', async () => {
    await expect(folderSource('/no/such/folder').numbers()).rejects.toThrow(/expected a folder with the segments/);
  });
});

describe('a public key', () => {
  const write = (text: string) => {
    const file = join(folder, 'key.pem');
    writeFileSync(file, text);
    return file;
  };
  test('is read from PEM', () => {
    const file = write(KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    expect(readPublicKey(file).equals(KEYS.publicKey)).toBe(true);
  });
  test('that is missing, damaged or private says so', () => {
    expect(() => readPublicKey('/no/such/key')).toThrow(/expected a file with the public key/);
    expect(() => readPublicKey(write('hello'))).toThrow(/expected a public key in PEM/);
    const secret = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readPublicKey(write(secret))).toThrow(/got a private one/);
  });
});

test('a head is a number, with or without a digest', () => {
  expect(parseHead('12')).toEqual({ number: 12 });
  expect(parseHead(`12:${'a'.repeat(64)}`)).toEqual({ number: 12, digest: 'a'.repeat(64) });
  for (const bad of ['', '0', '-1', '1:2', 'x'])
    expect(() => parseHead(bad)).toThrow(/expected NUMBER or NUMBER:DIGEST/);
});

describe('a reader with the keys', () => {
  const secrets = deriveSecrets(SECRET);
  test('sees who it was', () => {
    expect(identityOf(secrets, verified[0]!.record)).toEqual({ tenant: 'acme', client: 'client-1', user: 'ann' });
    expect(identityOf(deriveSecrets(Buffer.alloc(32)), verified[0]!.record)).toBeUndefined();
  });
  test('opens the content', () => {
    const [item] = audit.contentKeys.values();
    if (item === undefined || 'erasedAt' in item) throw new Error('expected a key');
    const key = unwrapContentKey(secrets, item);
    expect(openContent(key, verified[0]!.record, verified[0]!.content!)).toBe('text 0');
    expect(() => openContent(key, verified[2]!.record, verified[0]!.content!)).toThrow();
  });
});

describe('an export', () => {
  const row = () => ({ verified: verified.at(-1)!, identity: { tenant: 'acme', client: '=1+1', user: null } });

  test('as JSON lines is the record with its place', () => {
    expect(JSON.parse(FORMATS.jsonl.row(row()))).toMatchObject({
      segment: 3,
      index: 2,
      type: 'refusal',
      tenant: 'acme',
      reason: 'prompt_injection',
    });
  });
  test('as CSV has a column for each heading, and nothing that a spreadsheet would run', () => {
    const line = FORMATS.csv.row(row());
    expect(line.split(',')).toHaveLength(FORMATS.csv.head!.split(',').length);
    expect(line).toContain(",'=1+1,");
    expect(csvField('a "b", c')).toBe('"a ""b"", c"');
    expect(csvField('a\r\nb')).toBe('a b');
  });
  test('as OCSF is an API activity', () => {
    expect(JSON.parse(FORMATS.ocsf.row(row()))).toMatchObject({
      class_uid: 6003,
      type_uid: 600301,
      status_id: 2,
      status_detail: 'prompt_injection',
      metadata: { uid: verified.at(-1)!.digest },
    });
  });
  test('as OCSF fits the class, for records of every type; what does not fit is found', () => {
    const schema: object = JSON.parse(readFileSync(join(__dirname, 'ocsf-api-activity.schema.json'), 'utf8'));
    const validate = new Ajv({ allErrors: true }).compile(schema);
    const types = new Set<string>();
    for (const each of verified) {
      types.add(each.record.type);
      for (const identity of [undefined, { tenant: 'acme', client: 'client-1', user: null }]) {
        const row = { verified: each, ...(identity !== undefined && { identity }) };
        expect([validate(JSON.parse(FORMATS.ocsf.row(row))), validate.errors]).toEqual([true, null]);
      }
    }
    expect([...types].sort()).toEqual(['close', 'open', 'refusal']);
    const good = JSON.parse(FORMATS.ocsf.row(row())) as object;
    for (const bad of [{ severity_id: 7 }, { time: '2026' }, { actor: {} }, { metadata: {} }, { extra: 1 }]) {
      expect(validate({ ...good, ...bad })).toBe(false);
    }
  });
  test('can be narrowed', () => {
    const count = (options: Parameters<typeof filterOf>[0]) =>
      verified.filter(({ record }) => filterOf(options)(record)).length;
    expect(count({})).toBe(13);
    expect(count({ type: 'refusal', reason: 'prompt_injection' })).toBe(1);
    expect(count({ since: '2100-01-01' })).toBe(0);
    expect(count({ tenant: verified[0]!.record.tenant })).toBe(13);
    expect(count({ tenant: 'other' })).toBe(0);
    expect(() => filterOf({ since: 'yesterday' })).toThrow(/--since: expected a time such as/);
  });
});
