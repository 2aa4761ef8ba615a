import type { RotatedUpstream } from '../../lib/credentials/env';
import type { KeyIssuer, SecretVersions } from '../../lambda/credentials/ports';

export const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:upstream-AbCdEf';

export const UPSTREAM: RotatedUpstream = {
  secretArn: ARN,
  baseUrl: 'https://llm.example/v1',
  models: [
    { modelId: 'large', kind: 'chat' },
    { modelId: 'larger', kind: 'chat' },
    { modelId: 'vectors', kind: 'embedding' },
  ],
};

/** One secret as Secrets Manager keeps it: a label is on one version, and the one that was current becomes previous. */
export class FakeSecret implements SecretVersions {
  public readonly values = new Map<string, string>();
  public readonly holders = new Map<string, string>();

  public constructor(current: string) {
    this.values.set('v0', current);
    this.holders.set('AWSCURRENT', 'v0');
  }

  public stage(version: string, value: string): void {
    this.values.set(version, value);
    this.holders.set('LLMAPI_STAGED', version);
  }

  public at(stage: string): string | undefined {
    return this.values.get(this.holders.get(stage) ?? '');
  }

  public async stagesOf(): Promise<ReadonlyMap<string, readonly string[]>> {
    const stages = new Map<string, string[]>();
    for (const [stage, version] of this.holders) stages.set(version, [...(stages.get(version) ?? []), stage]);
    return stages;
  }

  public async read(
    _arn: string,
    { version, stage }: { readonly version?: string; readonly stage?: string },
  ): Promise<string | undefined> {
    if (version !== undefined && stage !== undefined && this.holders.get(stage) !== version) return undefined;
    return this.values.get(version ?? this.holders.get(stage ?? '') ?? '');
  }

  public async putPending(_arn: string, version: string, value: string): Promise<void> {
    this.values.set(version, value);
    this.holders.set('AWSPENDING', version);
  }

  public async moveStage(
    _arn: string,
    stage: string,
    { from, to }: { readonly from?: string; readonly to?: string },
  ): Promise<void> {
    if (this.holders.get(stage) !== from)
      throw new Error(`${stage}: expected on ${this.holders.get(stage)}, got ${from}`);
    if (to === undefined) {
      this.holders.delete(stage);
      return;
    }
    if (stage === 'AWSCURRENT' && from !== undefined) this.holders.set('AWSPREVIOUS', from);
    if (this.holders.get('AWSPENDING') === to) this.holders.delete('AWSPENDING');
    this.holders.set(stage, to);
  }
}

/** A provider that makes keys. */
export class FakeIssuer implements KeyIssuer {
  public readonly issued = new Map<string, string>();
  public readonly retired: string[] = [];

  public async issue(_baseUrl: string, token: string) {
    const keyId = this.issued.get(token) ?? `key-${this.issued.size + 1}`;
    this.issued.set(token, keyId);
    return { apiKey: `issued-${keyId}`, keyId };
  }

  public async retire(_baseUrl: string, keyId: string): Promise<void> {
    this.retired.push(keyId);
  }
}
