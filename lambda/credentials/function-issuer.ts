import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { CredentialError, type UpstreamKey } from '../core/upstream-key';
import type { KeyIssuer } from './ports';

/**
 * Asks a function of the deployment's owner for keys: the only one who knows how the provider makes them, and who holds
 * the right to.
 *
 * It gets `{"action":"issue","baseUrl","token"}` and answers `{"apiKey","keyId"}`, the same for the same token; later it
 * gets `{"action":"retire","baseUrl","keyId"}`.
 */
export function functionIssuer(client: LambdaClient, functionArn: string): KeyIssuer {
  const ask = async (request: object): Promise<Readonly<Record<string, unknown>>> => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(request) }),
    );
    // its own message may quote a key.
    if (FunctionError !== undefined)
      throw new CredentialError('issuer: expected an answer, got an error of the function');
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
    return typeof answer === 'object' && answer !== null ? (answer as Readonly<Record<string, unknown>>) : {};
  };
  return {
    async issue(baseUrl, token): Promise<UpstreamKey> {
      const { apiKey, keyId } = await ask({ action: 'issue', baseUrl, token });
      if (typeof apiKey !== 'string') throw new CredentialError('issuer: expected a member apiKey, got none');
      return typeof keyId === 'string' ? { apiKey, keyId } : { apiKey };
    },
    async retire(baseUrl, keyId) {
      await ask({ action: 'retire', baseUrl, keyId });
    },
  };
}
