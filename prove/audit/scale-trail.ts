import { createSign, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSegment, FIRST_PREVIOUS, headerDigest, segmentKey, unsignedSegment } from '../../lambda/audit/segment';
import { type AuditRecord, encodeRecord, genesisOf } from '../../lambda/core/audit/record';

const RECORDS_A_SEGMENT = 1_000;

/** Writers at once; each ends after a while and another takes its place. */
const CHAINS = 64;
const RECORDS_A_CHAIN = 2_000;

/** Writes a trail of a given length into a folder, with a public key beside it. Records are of the size of real ones. */
export function writeScaleTrail(folder: string, records: number): void {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'public-key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const chains = Array.from({ length: CHAINS }, (_, i) => newChain(`${i}`, 0));
  let previous = FIRST_PREVIOUS;
  let at = 1_700_000_000_000;
  let written = 0;
  for (let number = 1; written < records; number += 1) {
    const entries = [];
    for (let i = 0; i < RECORDS_A_SEGMENT && written < records; i += 1) {
      const slot = written % CHAINS;
      let chain = chains[slot]!;
      if (chain.seq === RECORDS_A_CHAIN) chain = chains[slot] = newChain(`${slot}`, chain.generation + 1);
      at += 1;
      const encoded = encodeRecord(recordOf(chain, at, written));
      chain.seq += 1;
      chain.prev = encoded.digest;
      chain.open = encoded.digest;
      entries.push(encoded);
      written += 1;
    }
    const place = { number, previous, sealedAt: at, key: 'arn:aws:kms:eu-west-1:111122223333:key/signing' };
    const segment = unsignedSegment(place, entries, [], []);
    const signature = createSign('sha256').update(segment.headerText).sign(privateKey);
    writeFileSync(join(folder, segmentKey(number).slice('segments/'.length)), encodeSegment(segment, signature));
    previous = headerDigest(segment.headerText);
  }
}

interface ScaleChain {
  readonly id: string;
  readonly generation: number;
  seq: number;
  prev: string;
  open: string;
}

function newChain(slot: string, generation: number): ScaleChain {
  const id = Buffer.from(`${slot}-${generation}`.padEnd(16, 'x')).toString('hex');
  return { id, generation, seq: 0, prev: genesisOf(id), open: '' };
}

function recordOf({ id, seq, prev, open }: ScaleChain, at: number, count: number): AuditRecord {
  const place = {
    v: 1,
    chain: id,
    seq: seq + 1,
    prev,
    at,
    request: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
  } as const;
  const tenant = 'a3f1c2d4e5b60718a3f1c2d4e5b60718';
  if (seq % 2 === 1) {
    return {
      ...place,
      type: 'close',
      tenant,
      open,
      status: 200,
      reason: null,
      check: null,
      findings: [],
      answer: prev,
      inputTokens: 512,
      outputTokens: 128,
      microUsd: 4_096,
      content: null,
    };
  }
  return {
    ...place,
    type: 'open',
    tenant,
    client: tenant,
    user: null,
    who: 'c2VhbGVkIGlkZW50aXR5IG9mIGEgdGVuYW50LCBhIGNsaWVudCBhbmQgYSB1c2VyLCBhcyBsb25nIGFzIG9uZQ',
    roles: ['developer'],
    route: '/chat/completions',
    model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    policy: 'standard',
    policyVersion: '1',
    prompt: prev,
    content: null,
  };
}
