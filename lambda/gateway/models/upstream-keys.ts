import { parseUpstreamKey } from '../../core/upstream-key';

/** The keys of upstreams, with a short memory. */
export interface UpstreamKeys {
  /** The key to use. */
  readonly keyOf: (arn: string) => Promise<string>;
  /** The upstream refused a key: what to try instead, if there is anything. */
  readonly insteadOf: (arn: string, refused: string) => Promise<string | undefined>;
}

/** Versions of a key in Secrets Manager. */
export type KeyStage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** A rotated key is noticed after so long, or as soon as the upstream refuses the old one. */
const TTL_MS = 300_000;
/** The key before the current one serves so long before the current one is tried again. */
const FALLBACK_MS = 30_000;
/** An upstream that refuses every key does not send each request to Secrets Manager. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Keeps keys in memory for minutes: not one read a request, and no redeployment after a rotation.
 *
 * During a rotation an upstream may know only one of two keys. One that is refused is read anew; where it is current
 * still, the one before it serves.
 *
 * @param read reads one version of a secret; undefined where there is none
 */
export function upstreamKeys(
  read: (arn: string, stage: KeyStage) => Promise<string | undefined>,
  now: () => number,
): UpstreamKeys {
  const known = new Map<string, { readonly key: Promise<string>; readonly untilMs: number }>();
  const refusals = new Map<string, { readonly keys: Set<string>; readonly untilMs: number; hopeless: boolean }>();

  const remember = (arn: string, key: Promise<string>, forMs: number): Promise<string> => {
    known.set(arn, { key, untilMs: now() + forMs });
    // a failure must not be remembered.
    key.catch(() => known.delete(arn));
    return key;
  };
  const readCurrent = async (arn: string): Promise<string> => {
    const secret = await read(arn, 'AWSCURRENT');
    if (secret === undefined) throw new Error('secret: expected a text, got none');
    return parseUpstreamKey(secret).apiKey;
  };
  const previousOf = async (arn: string): Promise<string | undefined> => {
    const secret = await read(arn, 'AWSPREVIOUS');
    try {
      return secret === undefined ? undefined : parseUpstreamKey(secret).apiKey;
    } catch {
      // the placeholder of a secret whose first key is the current one.
      return undefined;
    }
  };

  return {
    keyOf: (arn) => {
      const entry = known.get(arn);
      return entry && now() < entry.untilMs ? entry.key : remember(arn, readCurrent(arn), TTL_MS);
    },
    async insteadOf(arn, refused) {
      let lately = refusals.get(arn);
      if (lately === undefined || now() >= lately.untilMs) {
        lately = { keys: new Set(), untilMs: now() + LOOK_AGAIN_MS, hopeless: false };
        refusals.set(arn, lately);
      }
      lately.keys.add(refused);
      if (lately.hopeless) return undefined;
      const current = await remember(arn, readCurrent(arn), TTL_MS);
      if (!lately.keys.has(current)) return current;
      const previous = await previousOf(arn);
      if (previous !== undefined && !lately.keys.has(previous)) {
        return remember(arn, Promise.resolve(previous), FALLBACK_MS);
      }
      lately.hopeless = true;
      return undefined;
    },
  };
}
