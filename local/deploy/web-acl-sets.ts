import {
  CreateIPSetCommand,
  CreateRegexPatternSetCommand,
  GetIPSetCommand,
  ListIPSetsCommand,
  WAFV2Client,
  type IPAddressVersion,
  type Scope,
} from '@aws-sdk/client-wafv2';
import { LOCAL_ACCOUNT, type LocalAws } from '../aws';
import { mapValues, referenceOf, resourcesOfType, type Template } from './template';
import type { StandIns } from './transform';

/** An IP set of the template on the emulator. */
export interface LiveIpSet {
  readonly logicalId: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly scope: Scope;
}

/** The sets that a web ACL refers to, made through WAF's own API because CloudFormation refuses them. */
export interface WebAclSetsOnEmulator {
  readonly ipSets: readonly LiveIpSet[];
  /** Patterns by ARN; they do not change while the stack runs. */
  readonly patterns: Readonly<Record<string, readonly string[]>>;
  readonly standIns: StandIns;
}

/** Creates the IP sets and pattern sets before the stack, so that what refers to them gets a real ARN. */
export async function createWebAclSets(
  template: Template,
  stackName: string,
  aws: LocalAws,
): Promise<WebAclSetsOnEmulator> {
  const client = new WAFV2Client(aws);
  const ipSets: LiveIpSet[] = [];
  const patterns: Record<string, readonly string[]> = {};
  const standIns: Record<string, string> = {};
  const remember = (logicalId: string, name: string, id: string, arn: string, scope: string): void => {
    standIns[logicalId] = `${name}|${id}|${scope}`;
    standIns[`${logicalId}.Arn`] = arn;
    standIns[`${logicalId}.Id`] = id;
  };
  const nameOf = (logicalId: string, name: unknown): string => {
    const filled = mapValues(name, (value) => pseudo(value, stackName, aws.region));
    return typeof filled === 'string' ? filled : `${stackName}-${logicalId}`;
  };
  try {
    const { IPSets = [] } = await client.send(new ListIPSetsCommand({ Scope: 'REGIONAL' }));
    for (const [logicalId, { Properties = {} }] of resourcesOfType(template, 'AWS::WAFv2::IPSet')) {
      const name = nameOf(logicalId, Properties.Name);
      const scope = Properties.Scope as Scope;
      const there = IPSets.find(({ Name }) => Name === name);
      const summary =
        there ??
        (
          await client.send(
            new CreateIPSetCommand({
              Name: name,
              Scope: scope,
              IPAddressVersion: Properties.IPAddressVersion as IPAddressVersion,
              Addresses: (Properties.Addresses ?? []) as string[],
            }),
          )
        ).Summary;
      const { Id = '', ARN = '' } = summary ?? {};
      ipSets.push({ logicalId, name, id: Id, arn: ARN, scope });
      remember(logicalId, name, Id, ARN, scope);
    }
    for (const [logicalId, { Properties = {} }] of resourcesOfType(template, 'AWS::WAFv2::RegexPatternSet')) {
      const name = nameOf(logicalId, Properties.Name);
      const expressions = (Properties.RegularExpressionList ?? []) as string[];
      const { Summary } = await client.send(
        new CreateRegexPatternSetCommand({
          Name: name,
          Scope: Properties.Scope as Scope,
          RegularExpressionList: expressions.map((RegexString) => ({ RegexString })),
        }),
      );
      const arn = Summary?.ARN ?? '';
      patterns[arn] = expressions;
      remember(logicalId, name, Summary?.Id ?? '', arn, String(Properties.Scope));
    }
    return { ipSets, patterns, standIns };
  } finally {
    client.destroy();
  }
}

/** Pseudo parameters in a name; a name that needs more is made from the logical id. */
function pseudo(value: unknown, stackName: string, region: string): unknown {
  const known: Readonly<Record<string, string>> = {
    'AWS::StackName': stackName,
    'AWS::Region': region,
    'AWS::AccountId': LOCAL_ACCOUNT,
  };
  const id = referenceOf(value)?.id;
  if (id !== undefined && known[id] !== undefined) return known[id];
  if (typeof value !== 'object' || value === null || !('Fn::Join' in value)) return value;
  const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
  const filled = parts.map((part) => pseudo(part, stackName, region));
  return filled.every((part) => typeof part === 'string') ? filled.join(separator) : value;
}

/** The addresses of the IP sets as they are now: containment changes them while the API serves. */
export class LiveAddresses {
  private readonly byArn = new Map<string, readonly string[]>();
  private readonly client: WAFV2Client;
  private timer: NodeJS.Timeout | undefined;

  public constructor(
    private readonly sets: readonly LiveIpSet[],
    aws: LocalAws,
  ) {
    this.client = new WAFV2Client(aws);
  }

  public readonly of = (arn: string): readonly string[] => this.byArn.get(arn) ?? [];

  /** Reads the sets now and then again every second. */
  public async watch(): Promise<void> {
    await this.read();
    if (this.sets.length === 0) return;
    this.timer = setInterval(() => void this.read().catch(() => undefined), 1_000);
    this.timer.unref();
  }

  public close(): void {
    clearInterval(this.timer);
    this.client.destroy();
  }

  private async read(): Promise<void> {
    for (const { name, id, arn, scope } of this.sets) {
      const { IPSet } = await this.client.send(new GetIPSetCommand({ Name: name, Id: id, Scope: scope }));
      const now = IPSet?.Addresses ?? [];
      // the same array as long as nothing changed: the edge compiles a set only when it is new.
      if (JSON.stringify(now) !== JSON.stringify(this.byArn.get(arn))) this.byArn.set(arn, now);
    }
  }
}
