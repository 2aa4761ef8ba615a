import { gzipSync } from 'node:zlib';
import { lateKeyOf, linesOf, type JournalItem } from '../../core/audit/journal-item';
import { type NamedPrincipal, namePrincipal } from '../../core/audit/identity';
import type { AuditRecord, ContentReference } from '../../core/audit/record';
import { type AuditSecrets, deriveSecrets, keyedDigest } from '../../core/audit/secrets';
import type { Principal } from '../../core/principal';
import type { AuditOutcome, AuditSubject, AuditTrail, OpenRecord } from '../ports';
import { Chain, type ChainPosition, ChainWriteError, type PositionedRecord } from './chain';
import { ChainPool } from './chain-pool';
import { ContentKeys, type ContentKeyPolicy, sealContent } from './content-keys';
import type { AuditPorts } from './ports';
import { SealerWatch, type SealerWatchPolicy } from './sealer-watch';

/** Times and sizes of the audit trail. */
export interface AuditTrailPolicy extends SealerWatchPolicy {
  readonly contentKeys: ContentKeyPolicy;
  /** A chain ends after this long. */
  readonly maxChainAgeMs: number;
  /** Content that is longer when compressed is cut off: an item of the table holds 400 KB. */
  readonly maxContentBytes: number;
}

const MINUTE = 60_000;

export const AUDIT_TRAIL_POLICY: AuditTrailPolicy = {
  lookEveryMs: 30_000,
  maxUnsealedMs: 15 * MINUTE,
  contentKeys: { maxAgeMs: 5 * MINUTE, maxUses: 10_000 },
  maxChainAgeMs: 6 * 60 * MINUTE,
  maxContentBytes: 300_000,
};

/** Principals that an environment remembers; more than this only cost some hashes each. */
const MAX_PRINCIPALS = 10_000;

/**
 * The audit trail as the gateway sees it: no record, no answer.
 *
 * An OPEN is in the table before the model is called; a CLOSE is in the table, or in the locked bucket, before the
 * answer ends. Everything that fails here throws.
 */
export function createAuditTrail(ports: AuditPorts, policy: AuditTrailPolicy = AUDIT_TRAIL_POLICY): AuditTrail {
  const watch = new SealerWatch(ports.head, ports.now, policy);
  const contentKeys = new ContentKeys(ports.contentKeys, ports.now, policy.contentKeys);
  const secretsOf = remembered(async () => deriveSecrets(await ports.secret()));
  const named = new Map<string, NamedPrincipal>();
  let pool: ChainPool | undefined;

  async function writable(): Promise<{ readonly secrets: AuditSecrets; readonly chains: ChainPool }> {
    const secrets = await secretsOf();
    pool ??= new ChainPool(() => new Chain(ports.newId(), ports.now()), ports.now, policy.maxChainAgeMs);
    return { secrets, chains: pool };
  }

  /** A new request also needs a sealer that is alive; one that has begun may end. */
  async function admitting() {
    const [ready] = await Promise.all([writable(), watch.check()]);
    return ready;
  }

  function nameOf(secrets: AuditSecrets, principal: Principal): NamedPrincipal {
    const key = `${principal.tenant}\n${principal.client}\n${principal.user ?? ''}`;
    const known = named.get(key);
    if (known !== undefined) return known;
    if (named.size >= MAX_PRINCIPALS) named.clear();
    const made = namePrincipal(secrets, principal);
    named.set(key, made);
    return made;
  }

  function subjectFields(secrets: AuditSecrets, subject: AuditSubject) {
    return {
      ...nameOf(secrets, subject.principal),
      roles: subject.principal.roles,
      route: subject.route,
      model: subject.model,
      policy: subject.policyName,
      policyVersion: subject.policyVersion,
      prompt: keyedDigest(secrets, subject.promptDigest),
    };
  }

  /** Encrypts what the policy asks to keep; without content there is nothing to wait for. */
  async function contentSealer(
    secrets: AuditSecrets,
    principal: Principal,
    content: string | undefined,
  ): Promise<(position: ChainPosition) => { reference: ContentReference | null; sealed?: Buffer }> {
    if (content === undefined) return () => ({ reference: null });
    const key = await contentKeys.keyOf(secrets, nameOf(secrets, principal).tenant);
    if (key === undefined) return () => ({ reference: null });
    const compressed = compress(content, policy.maxContentBytes);
    return ({ chain, seq }) => sealContent(key, chain, seq, compressed);
  }

  async function close(subject: AuditSubject, open: JournalItem, outcome: AuditOutcome): Promise<void> {
    const { secrets, chains } = await writable();
    const seal = await contentSealer(secrets, subject.principal, outcome.content);
    const build = (position: ChainPosition): PositionedRecord => {
      const { reference, sealed } = seal(position);
      const record: AuditRecord = {
        ...position,
        type: 'close',
        request: subject.requestId,
        tenant: nameOf(secrets, subject.principal).tenant,
        open: open.digest,
        ...outcomeFields(secrets, outcome),
        content: reference,
      };
      return { record, content: sealed };
    };
    try {
      await chains.lend((chain) => chain.append(ports.journal, outcome.atMs, build));
    } catch (error) {
      // the second path: the same record, at the same place of its chain, as an object in the locked bucket.
      if (!(error instanceof ChainWriteError)) throw error;
      await ports.late.put(lateKeyOf(outcome.atMs, error.item), linesOf(error.item));
    }
  }

  return {
    async open(subject): Promise<OpenRecord> {
      const { secrets, chains } = await admitting();
      const seal = await contentSealer(secrets, subject.principal, subject.content);
      const item = await chains.lend((chain) =>
        chain.append(ports.journal, subject.atMs, (position) => {
          const { reference, sealed } = seal(position);
          const record: AuditRecord = {
            ...position,
            type: 'open',
            request: subject.requestId,
            ...subjectFields(secrets, subject),
            content: reference,
          };
          return { record, content: sealed };
        }),
      );
      return { close: (outcome) => close(subject, item, outcome) };
    },

    async refuse(subject, outcome): Promise<void> {
      const { secrets, chains } = await admitting();
      const seal = await contentSealer(secrets, subject.principal, subject.content);
      await chains.lend((chain) =>
        chain.append(ports.journal, outcome.atMs, (position) => {
          const { reference, sealed } = seal(position);
          const record: AuditRecord = {
            ...position,
            type: 'refusal',
            request: subject.requestId,
            ...subjectFields(secrets, subject),
            content: reference,
            ...outcomeFields(secrets, outcome),
          };
          return { record, content: sealed };
        }),
      );
    },
  };
}

function outcomeFields(secrets: AuditSecrets, outcome: AuditOutcome) {
  return {
    status: outcome.status,
    reason: outcome.reason,
    check: outcome.check,
    findings: outcome.findings.map(({ check, reason, action }) => ({ check, reason, action })),
    answer: outcome.answerDigest === null ? null : keyedDigest(secrets, outcome.answerDigest),
    inputTokens: outcome.inputTokens,
    outputTokens: outcome.outputTokens,
    microUsd: outcome.microUsd,
  };
}

/** Halves the text until it fits: what is kept is a beginning, and says so by its last character. */
function compress(content: string, maxBytes: number): Buffer {
  for (let kept = content; ; kept = `${kept.slice(0, kept.length >> 1)}…`) {
    const compressed = gzipSync(kept, { level: 1 });
    if (compressed.length <= maxBytes) return compressed;
  }
}

/** Asks once; a failure is not remembered. */
function remembered<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
