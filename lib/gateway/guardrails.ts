import { createHash } from 'node:crypto';
import { Names, Stack } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { GuardrailStrength, type GuardrailConfig } from '../config/guardrail-config';
import { PurposeKey } from '../private/purpose-key';
import type { Profile } from '../profile';

/**
 * Properties for `Guardrails`.
 */
export interface GuardrailsProps {
  /**
   * How much to protect.
   */
  readonly profile: Profile;

  /**
   * The guardrails of the config.
   */
  readonly guardrails: GuardrailConfig[];
}

/** A guardrail, pinned. */
interface Pinned {
  readonly id: string;
  readonly version: string;
  readonly arn: string;
}

const CONTENT = ['HATE', 'INSULTS', 'SEXUAL', 'VIOLENCE', 'MISCONDUCT'];
const BLOCKED = 'Blocked by a guardrail.';

/**
 * Defines the guardrails of Amazon Bedrock that guard policies name, each pinned to a version.
 *
 * One that is made here has a key of its own: whoever may read the rules of a filter knows the way around it, and the
 * gateway's use of that key opens nothing else.
 */
export class Guardrails extends Construct {
  /**
   * ARNs of the guardrails, without a version.
   */
  public readonly arns: string[];

  private readonly pinned = new Map<string, Pinned>();
  private readonly keyArns: string[] = [];

  public constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    const made = props.guardrails.filter(({ guardrailId }) => guardrailId === undefined);
    const taken = props.guardrails.filter(({ guardrailId }) => guardrailId !== undefined);
    if (made.length > 0) {
      const { key } = new PurposeKey(this, 'Key', { purpose: 'guardrails', profile: props.profile });
      this.keyArns.push(key.keyArn);
      for (const guardrail of made) this.pinned.set(guardrail.name, this.make(guardrail, key));
    }
    for (const guardrail of taken) this.pinned.set(guardrail.name, this.take(guardrail));
    this.arns = [...this.pinned.values()].map(({ arn }) => arn);
  }

  /**
   * What the gateway's function reads: names with their ids and versions, as JSON.
   */
  public environment(): string {
    const named = [...this.pinned].map(([name, { id, version }]) => [name, { id, version }]);
    return Stack.of(this).toJsonString(Object.fromEntries(named));
  }

  /**
   * The value of `bedrock:GuardrailIdentifier` in a call that uses a guardrail: its ARN with the pinned version.
   */
  public identifierOf(name: string): string {
    const { arn, version } = this.pinned.get(name)!;
    return `${arn}:${version}`;
  }

  /**
   * What the gateway may do with the guardrails.
   */
  public statements(): iam.PolicyStatement[] {
    if (this.arns.length === 0) return [];
    return [
      new iam.PolicyStatement({
        sid: 'Guardrails',
        actions: ['bedrock:ApplyGuardrail'],
        resources: this.arns,
      }),
      ...(this.keyArns.length === 0
        ? []
        : [new iam.PolicyStatement({ sid: 'GuardrailKeys', actions: ['kms:Decrypt'], resources: this.keyArns })]),
    ];
  }

  private take({ guardrailId = '', version = '', keyArn }: GuardrailConfig): Pinned {
    const { partition, region, account } = Stack.of(this);
    if (keyArn !== undefined) this.keyArns.push(keyArn);
    return {
      id: guardrailId,
      version,
      arn: `arn:${partition}:bedrock:${region}:${account}:guardrail/${guardrailId}`,
    };
  }

  private make(config: GuardrailConfig, key: kms.IKey): Pinned {
    const parts = new Construct(this, config.name);
    const strength = (given: GuardrailStrength | undefined) => (given ?? GuardrailStrength.HIGH).toUpperCase();
    const { blockedPersonalData = [], groundingThreshold, relevanceThreshold } = config;
    const grounding = [
      ...(groundingThreshold === undefined ? [] : [{ type: 'GROUNDING', threshold: groundingThreshold }]),
      ...(relevanceThreshold === undefined ? [] : [{ type: 'RELEVANCE', threshold: relevanceThreshold }]),
    ];
    const rules = {
      blockedInputMessaging: BLOCKED,
      blockedOutputsMessaging: BLOCKED,
      contentPolicyConfig: {
        filtersConfig: [
          ...CONTENT.map((type) => ({
            type,
            inputStrength: strength(config.contentFilters),
            outputStrength: strength(config.contentFilters),
          })),
          // an answer is no attack on the prompt.
          { type: 'PROMPT_ATTACK', inputStrength: strength(config.promptAttacks), outputStrength: 'NONE' },
        ],
      },
      ...(blockedPersonalData.length > 0 && {
        sensitiveInformationPolicyConfig: {
          piiEntitiesConfig: blockedPersonalData.map((type) => ({ type, action: 'BLOCK' })),
        },
      }),
      ...(grounding.length > 0 && { contextualGroundingPolicyConfig: { filtersConfig: grounding } }),
    };
    const guardrail = new bedrock.CfnGuardrail(parts, 'Resource', {
      name: Names.uniqueResourceName(parts, { maxLength: 50, separator: '-' }),
      description: 'The managed layer of the guard of an LLM API',
      kmsKeyArn: key.keyArn,
      ...rules,
    });
    // a version never changes: other rules are another resource, made before the old one goes.
    const digest = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 8);
    const version = new bedrock.CfnGuardrailVersion(parts, `Version${digest}`, {
      guardrailIdentifier: guardrail.attrGuardrailId,
      description: `rules ${digest}`,
    });
    return { id: guardrail.attrGuardrailId, version: version.attrVersion, arn: guardrail.attrGuardrailArn };
  }
}
