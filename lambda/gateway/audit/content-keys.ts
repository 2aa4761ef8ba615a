import { type ContentKey, type ContentKeyItem, newContentKey, unwrapContentKey } from '../../core/audit/content-key';
import { sealContent as seal } from '../../core/audit/seal';
import type { ContentReference } from '../../core/audit/record';
import type { AuditSecrets } from '../../core/audit/secrets';
import { createHash } from 'node:crypto';
import type { ContentKeyStore } from './ports';

/** How long a data key is used before the table is asked again whether it still exists. */
export interface ContentKeyPolicy {
  readonly maxAgeMs: number;
  readonly maxUses: number;
}

interface CachedKey {
  readonly key: ContentKey | undefined;
  readonly since: number;
  uses: number;
}

/**
 * Data keys of tenants, cached by age and count.
 *
 * They are unwrapped locally under the trail's secret, so a data key costs no call of KMS; the age bounds how long
 * an environment keeps using a key that was destroyed meanwhile.
 */
export class ContentKeys {
  private readonly cache = new Map<string, CachedKey>();

  public constructor(
    private readonly store: ContentKeyStore,
    private readonly now: () => number,
    private readonly policy: ContentKeyPolicy,
  ) {}

  /**
   * The data key of a tenant; made where there is none yet.
   *
   * @returns `undefined` for a tenant that was erased: its content is not kept any more
   */
  public async keyOf(secrets: AuditSecrets, tenant: string): Promise<ContentKey | undefined> {
    const cached = this.cache.get(tenant);
    if (cached && this.now() - cached.since < this.policy.maxAgeMs && cached.uses < this.policy.maxUses) {
      cached.uses += 1;
      return cached.key;
    }
    const fresh = newContentKey(secrets, tenant);
    const item = (await this.store.get(tenant)) ?? (await this.store.putIfAbsent(fresh.item));
    const key = isErased(item) ? undefined : unwrapContentKey(secrets, item);
    this.cache.set(tenant, { key, since: this.now(), uses: 1 });
    return key;
  }
}

function isErased(item: ContentKeyItem): item is Extract<ContentKeyItem, { erasedAt: number }> {
  return 'erasedAt' in item;
}

/** Encrypts content for its place in a chain, and says what the record has to hold of it. */
export function sealContent(
  key: ContentKey,
  chain: string,
  seq: number,
  content: Uint8Array,
): { readonly reference: ContentReference; readonly sealed: Buffer } {
  const { body, tag } = seal(key.ofChain(chain), seq, content);
  const digest = createHash('sha256').update(body).digest('hex');
  return { reference: { digest, bytes: body.length, key: key.name, tag: tag.toString('base64') }, sealed: body };
}
