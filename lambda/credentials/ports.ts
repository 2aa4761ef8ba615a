import type { RotatedUpstream } from '../../lib/credentials/env';
import type { UpstreamKey } from '../core/upstream-key';

/** The versions of secrets, as far as a rotation needs them. */
export interface SecretVersions {
  /** Labels by version. */
  stagesOf(arn: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The value of one version, or of the one that bears a label; undefined where there is none. */
  read(arn: string, which: { readonly version?: string; readonly stage?: string }): Promise<string | undefined>;
  /** Writes a version that is not in use yet. Again with the same value: nothing happens. */
  putPending(arn: string, version: string, value: string): Promise<void>;
  /** Moves a label, or takes it away. */
  moveStage(arn: string, stage: string, move: { readonly from?: string; readonly to?: string }): Promise<void>;
}

/** Whoever makes keys at the provider. */
export interface KeyIssuer {
  /** A new key; with the same token, the same key. */
  issue(baseUrl: string, token: string): Promise<UpstreamKey>;
  /** Ends a key that is not used any more. */
  retire(baseUrl: string, keyId: string): Promise<void>;
}

/** What the rotation function reaches outside of itself. */
export interface RotationPorts {
  readonly secrets: SecretVersions;
  /** Tries a key where it will be used; throws unless it serves. */
  readonly tryKey: (upstream: RotatedUpstream, apiKey: string) => Promise<void>;
  /** Absent where an operator puts the keys. */
  readonly issuer?: KeyIssuer;
  readonly emit: (line: Readonly<Record<string, unknown>>) => void;
}
