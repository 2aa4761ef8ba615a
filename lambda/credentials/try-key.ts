import type { RotatedUpstream } from '../../lib/credentials/env';
import { CredentialError } from '../core/upstream-key';

const TIMEOUT_MS = 20_000;

/**
 * Tries a key with the smallest call of each kind that the gateway makes.
 *
 * Listing models would be cheaper and prove nothing: upstreams list them for anyone, and a key may list and not call.
 *
 * @throws unless every kind of call is answered
 */
export async function tryKey(fetchIt: typeof fetch, upstream: RotatedUpstream, apiKey: string): Promise<void> {
  const kinds = new Map(upstream.models.map((model) => [model.kind, model]));
  for (const { kind, modelId } of kinds.values()) {
    const { path, body } =
      kind === 'chat'
        ? { path: '/chat/completions', body: { messages: [{ role: 'user', content: 'Say yes.' }], max_tokens: 1 } }
        : { path: '/embeddings', body: { input: ['yes'] } };
    const answer = await fetchIt(`${upstream.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model: modelId, ...body }),
      // a redirect would carry the key to a host that nobody listed.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel().catch(() => undefined);
    if (answer.status === 401 || answer.status === 403) {
      throw new CredentialError(`upstream: expected it to take the new key for ${kind}, got ${answer.status}`);
    }
    // anything but an answer leaves the key untried: the rotation is tried again later.
    if (!answer.ok)
      throw new CredentialError(
        `upstream: expected an answer to a ${kind} call with the new key, got ${answer.status}`,
      );
  }
}
