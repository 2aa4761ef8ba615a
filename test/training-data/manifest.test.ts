import { createSign, generateKeyPairSync } from 'node:crypto';
import { approve, type ApprovePorts } from '../../lambda/training-data/approve';
import { type FoundObject, manifestDiff, objectProblems, openManifest } from '../../lambda/training-data/manifest';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function vault() {
  const objects = new Map<string, string>([
    ['letters/batches/b1/examples.jsonl', 'one\n'],
    ['letters/batches/b1/report.json', '{}'],
    ['letters/batches/b2/examples.jsonl', 'two\n'],
  ]);
  const ports: ApprovePorts = {
    now: () => 1_700_000_000_000,
    list: (prefix) => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(prefix)).sort()),
    read: (key) => Promise.resolve(Buffer.from(objects.get(key)!)),
    putIfAbsent: (key, text) => {
      if (objects.has(key)) return Promise.resolve(false);
      objects.set(key, text);
      return Promise.resolve(true);
    },
    sign: (bytes) => Promise.resolve(createSign('sha256').update(bytes).sign(keys.privateKey)),
    publicKey: () => Promise.resolve(keys.publicKey),
  };
  async function* found(): AsyncGenerator<FoundObject> {
    for (const [key, text] of objects) if (key.includes('/batches/b1/')) yield { key, bytes: Buffer.from(text) };
  }
  return { objects, ports, found };
}

const approval = { dataset: 'letters', batches: ['b1'], approvedBy: 'ann' };

async function approved() {
  const store = vault();
  await approve(approval, store.ports);
  const encoded = store.objects.get('letters/manifests/000001.jsonl')!;
  return { ...store, encoded, manifest: openManifest(encoded, keys.publicKey, 'letters') };
}

test('an approved dataset is exactly the objects of its batches', async () => {
  const { manifest, found } = await approved();
  expect(manifest).toMatchObject({ version: 1, previous: null, approvedBy: 'ann' });
  expect(manifest.objects.map(({ key }) => key)).toEqual([
    'letters/batches/b1/examples.jsonl',
    'letters/batches/b1/report.json',
  ]);
  expect(await objectProblems(manifest, found())).toEqual([]);
});

test('a changed, an added and a missing object are refused', async () => {
  const { manifest, objects, found } = await approved();
  objects.set('letters/batches/b1/examples.jsonl', 'won\n');
  objects.set('letters/batches/b1/more.jsonl', 'more');
  objects.delete('letters/batches/b1/report.json');
  expect(await objectProblems(manifest, found())).toEqual([
    'letters/batches/b1/examples.jsonl: it was changed',
    'letters/batches/b1/more.jsonl: it is not in the manifest',
    'letters/batches/b1/report.json: it is missing',
  ]);
});

test('a version names the one before and what is new', async () => {
  const { ports, objects, manifest } = await approved();
  await approve({ ...approval, batches: ['b1', 'b2'] }, ports);
  const second = openManifest(objects.get('letters/manifests/000002.jsonl')!, keys.publicKey, 'letters');
  expect(second).toMatchObject({ version: 2, previous: manifest.digest });
  expect(manifestDiff(manifest, second)).toEqual(['+ letters/batches/b2/examples.jsonl (4 bytes)']);
  expect(manifestDiff(second, manifest)).toEqual(['- letters/batches/b2/examples.jsonl']);
});

test('an approval that another one overtook says so', async () => {
  const { ports } = await approved();
  await expect(approve(approval, { ...ports, putIfAbsent: () => Promise.resolve(false) })).rejects.toThrow(
    /was approved meanwhile/,
  );
});

test.each([
  [{ ...approval, batches: ['b9'] }, /batch 'b9': expected an ingested batch/],
  [{ ...approval, batches: [] }, /at least one batch/],
  [{ ...approval, dataset: '../other' }, /expected lower-case letters/],
  [{ ...approval, approvedBy: '' }, /expected who approves/],
])('an approval that makes no sense is refused (%#)', async (bad, message) => {
  await expect(approve(bad, vault().ports)).rejects.toThrow(message);
});

describe('a manifest is refused', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  test('under another key', async () => {
    const { encoded } = await approved();
    expect(() => openManifest(encoded, other.publicKey, 'letters')).toThrow(/its signature is not of the given key/);
  });
  test('for another dataset', async () => {
    const { encoded } = await approved();
    expect(() => openManifest(encoded, keys.publicKey, 'reviews')).toThrow(
      "expected one of dataset 'reviews', got one of 'letters'",
    );
  });
  test('when a byte of it was changed, or half of it is there', async () => {
    const { encoded } = await approved();
    expect(() => openManifest(encoded.replace('ann', 'eve'), keys.publicKey, 'letters')).toThrow(/signature/);
    expect(() => openManifest(encoded.split('\n')[0]!, keys.publicKey, 'letters')).toThrow(/expected two lines, got 1/);
  });
});
