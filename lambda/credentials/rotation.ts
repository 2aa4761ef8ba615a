import type { RotatedUpstream } from '../../lib/credentials/env';
import { errorName } from '../core/log';
import { CredentialError, formatUpstreamKey, parseUpstreamKey, STAGED, type UpstreamKey } from '../core/upstream-key';
import type { RotationPorts } from './ports';

/** What Secrets Manager asks for, four times a rotation. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';
const PREVIOUS = 'AWSPREVIOUS';

type Step = (upstream: RotatedUpstream, token: string, ports: RotationPorts) => Promise<void>;

/** The steps by name. Each may be asked for again, and then changes nothing. */
const STEPS: Readonly<Record<string, Step>> = {
  createSecret: create,
  // a key is made at the provider before it comes here: there is nothing to set.
  setSecret: async () => undefined,
  testSecret: tryPending,
  finishSecret: finish,
};

/**
 * Makes the rotation function: a new key is taken from the issuer or from what an operator staged, tried where it will
 * be used, and only then becomes current. Whatever fails leaves the key that serves.
 *
 * The key before stays labelled AWSPREVIOUS: the gateway falls back on it while the upstream does not know the new one.
 */
export function createRotation(upstreams: readonly RotatedUpstream[], ports: RotationPorts) {
  return async ({ Step: name, SecretId, ClientRequestToken: token }: RotationEvent): Promise<void> => {
    const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
    const upstream = upstreams.find(({ secretArn }) => secretArn === SecretId);
    const line = { event: 'credential_rotation', step: step ? name : 'unknown', upstream: upstream?.baseUrl };
    try {
      if (step === undefined) throw new CredentialError('rotation: expected one of the four steps, got another');
      if (upstream === undefined)
        throw new CredentialError('rotation: expected the secret of an upstream, got another');
      const stages = (await ports.secrets.stagesOf(SecretId)).get(token) ?? [];
      // the rotation had ended, and Secrets Manager did not hear of it.
      if (!stages.includes(CURRENT)) {
        if (step !== create && !stages.includes(PENDING)) {
          throw new CredentialError('rotation: expected the version to be pending, got one that is not');
        }
        await step(upstream, token, ports);
      }
      ports.emit({ ...line, outcome: 'done' });
    } catch (error) {
      ports.emit({ ...line, outcome: 'failed', error: errorName(error) });
      // the runtime logs what is thrown: only a message of ours is known to hold no key.
      throw error instanceof CredentialError
        ? error
        : new CredentialError(`rotation: ${name} failed: ${errorName(error)}`);
    }
  };
}

async function create(upstream: RotatedUpstream, token: string, ports: RotationPorts): Promise<void> {
  const { secretArn } = upstream;
  if ((await ports.secrets.read(secretArn, { version: token, stage: PENDING })) !== undefined) return;
  const next = await nextKey(upstream, token, ports);
  const current = await ports.secrets.read(secretArn, { stage: CURRENT });
  if (current !== undefined && keyOf(current)?.apiKey === next.apiKey) {
    throw new CredentialError('rotation: expected a new key, got the one that is in use');
  }
  await ports.secrets.putPending(secretArn, token, formatUpstreamKey(next));
}

async function nextKey({ baseUrl, secretArn }: RotatedUpstream, token: string, ports: RotationPorts) {
  if (ports.issuer !== undefined) return ports.issuer.issue(baseUrl, token);
  const staged = await ports.secrets.read(secretArn, { stage: STAGED });
  if (staged === undefined) {
    throw new CredentialError(`rotation: expected a staged key, got none: run 'llm-api secret stage' for ${baseUrl}`);
  }
  return parseUpstreamKey(staged);
}

async function tryPending(upstream: RotatedUpstream, token: string, ports: RotationPorts): Promise<void> {
  const pending = await ports.secrets.read(upstream.secretArn, { version: token, stage: PENDING });
  if (pending === undefined) throw new CredentialError('rotation: expected a pending key, got none');
  await ports.tryKey(upstream, parseUpstreamKey(pending).apiKey);
}

async function finish({ baseUrl, secretArn }: RotatedUpstream, token: string, ports: RotationPorts): Promise<void> {
  const { secrets, issuer } = ports;
  const versions = [...(await secrets.stagesOf(secretArn))];
  const holderOf = (stage: string) => versions.find(([, stages]) => stages.includes(stage))?.[0];

  // the key of the rotation before the last is nobody's fallback after this one. Before the switch, so that a failure
  // of it is tried again.
  const oldest = issuer && holderOf(PREVIOUS) ? await secrets.read(secretArn, { stage: PREVIOUS }) : undefined;
  const keyId = oldest === undefined ? undefined : keyOf(oldest)?.keyId;
  if (keyId !== undefined) await issuer?.retire(baseUrl, keyId);

  const from = holderOf(CURRENT);
  const staged = holderOf(STAGED);
  // what was staged is in use: the next rotation must not take it again.
  if (staged !== undefined) await secrets.moveStage(secretArn, STAGED, { from: staged });
  await secrets.moveStage(secretArn, CURRENT, { to: token, ...(from !== undefined && { from }) });
}

/** The placeholder of a secret that nobody filled yet is no key. */
function keyOf(secret: string): UpstreamKey | undefined {
  try {
    return parseUpstreamKey(secret);
  } catch {
    return undefined;
  }
}
