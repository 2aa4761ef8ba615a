import { KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import type { Jwk, Jwks, JwksCache, JwkWithKid } from 'aws-jwt-verify/jwk';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';

/** An issuer's keys cannot be had: nobody is let in, and the caller is told that it is not the caller's fault. */
export class KeysUnavailableError extends Error {
  public constructor(cause?: unknown) {
    super('keys_unavailable', { cause });
    this.name = 'KeysUnavailableError';
  }
}

/** What the cache reaches outside itself. */
export interface JwksCachePorts {
  readonly fetchKeys: (uri: string) => Promise<Jwks>;
  readonly nowMs: () => number;
}

/** Keys are fetched again after this time, so that a key which an issuer withdrew stops counting. */
const FRESH_MS = 60 * 60 * 1000;
/** While an issuer's key address is down, the last keys count for this long at most. */
const STALE_MS = 12 * 60 * 60 * 1000;
/** Whoever makes up key ids costs the issuer one request in this time. */
const REFRESH_INTERVAL_MS = 10_000;
/** After a failure the next try may come sooner. */
const RETRY_INTERVAL_MS = 1_000;

interface Entry {
  keys: ReadonlyMap<string, JwkWithKid>;
  fetchedAtMs: number;
  nextFetchAtMs: number;
  inFlight?: Promise<void>;
}

/**
 * The issuers' keys: fetched once, again for an unknown key id or after an hour, never more often than the interval.
 *
 * `SimpleJwksCache` of aws-jwt-verify keeps a key for as long as the process lives, and does not hold back while the
 * address is down.
 */
export class BoundedJwksCache implements JwksCache {
  private readonly entries = new Map<string, Entry>();

  public constructor(private readonly ports: JwksCachePorts) {}

  public async getJwk(uri: string, { header: { kid } }: DecomposedJwt): Promise<JwkWithKid> {
    const entry = this.entryOf(uri);
    let failure: unknown;
    if (this.age(entry) >= FRESH_MS || !entry.keys.has(kid ?? '')) {
      failure = await this.refresh(uri, entry);
    }
    if (this.age(entry) >= STALE_MS) throw new KeysUnavailableError(failure);
    const key = entry.keys.get(kid ?? '');
    if (key !== undefined) return key;
    // an unknown id while the address fails: it may be a new key, so it is not the caller's fault.
    if (failure !== undefined) throw new KeysUnavailableError(failure);
    throw new KidNotFoundInJwksError('unknown key id');
  }

  /** The key as it is known now; `getJwk` has made sure of it a moment before. */
  public getCachedJwk(uri: string, { header: { kid } }: DecomposedJwt): JwkWithKid {
    const key = this.entryOf(uri).keys.get(kid ?? '');
    if (key === undefined) throw new KidNotFoundInJwksError('unknown key id');
    return key;
  }

  public addJwks(uri: string, jwks: Jwks): void {
    const entry = this.entryOf(uri);
    entry.keys = byId(jwks);
    entry.fetchedAtMs = this.ports.nowMs();
  }

  public getJwks(uri: string): Promise<Jwks> {
    return this.ports.fetchKeys(uri);
  }

  private entryOf(uri: string): Entry {
    let entry = this.entries.get(uri);
    if (entry === undefined) {
      entry = { keys: new Map(), fetchedAtMs: -Infinity, nextFetchAtMs: -Infinity };
      this.entries.set(uri, entry);
    }
    return entry;
  }

  private age({ fetchedAtMs }: Entry): number {
    return this.ports.nowMs() - fetchedAtMs;
  }

  /** Fetches unless it is too soon; whoever asks meanwhile waits for the same answer. Returns why it failed. */
  private async refresh(uri: string, entry: Entry): Promise<unknown> {
    if (entry.inFlight === undefined) {
      if (this.ports.nowMs() < entry.nextFetchAtMs) return undefined;
      entry.nextFetchAtMs = this.ports.nowMs() + REFRESH_INTERVAL_MS;
      entry.inFlight = this.ports
        .fetchKeys(uri)
        .then((jwks) => this.addJwks(uri, jwks))
        .finally(() => {
          entry.inFlight = undefined;
        });
    }
    try {
      await entry.inFlight;
      return undefined;
    } catch (error) {
      entry.nextFetchAtMs = this.ports.nowMs() + RETRY_INTERVAL_MS;
      return error;
    }
  }
}

function byId(jwks: Jwks): ReadonlyMap<string, JwkWithKid> {
  const withId = (jwk: Jwk): jwk is JwkWithKid => typeof jwk.kid === 'string';
  return new Map(jwks.keys.filter(withId).map((jwk) => [jwk.kid, jwk]));
}
