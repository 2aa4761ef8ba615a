import { addressOf } from './address-list';
import type { StatementSetting } from './statements';
import type { WebRequest } from './web-request';

/** A rate-based statement. */
export interface RateSetting {
  readonly Limit: number;
  readonly EvaluationWindowSec?: number;
  readonly AggregateKeyType: string;
  readonly CustomKeys?: readonly Readonly<Record<string, { readonly Name?: string } | undefined>>[];
  readonly ForwardedIPConfig?: { readonly HeaderName: string };
  readonly ScopeDownStatement?: StatementSetting;
}

/** What requests are counted by; a request without it is not counted, as in AWS. */
export function rateKey(setting: RateSetting, where: string): (request: WebRequest) => string | undefined {
  switch (setting.AggregateKeyType) {
    case 'IP':
      return ({ sourceIp }) => sourceIp;
    case 'FORWARDED_IP':
      return (request) => addressOf(request, setting.ForwardedIPConfig?.HeaderName);
    case 'CONSTANT':
      return () => 'all';
    case 'CUSTOM_KEYS': {
      const parts = (setting.CustomKeys ?? []).map((key) => customKey(key, where));
      return (request) => {
        const values = parts.map((part) => part(request));
        return values.includes(undefined) ? undefined : values.join('\n');
      };
    }
    default:
      throw new Error(`${where}: expected a known aggregate key type, got ${setting.AggregateKeyType}`);
  }
}

function customKey(
  key: Readonly<Record<string, { readonly Name?: string } | undefined>>,
  where: string,
): (request: WebRequest) => string | undefined {
  const [kind = 'nothing'] = Object.keys(key);
  const name = (key[kind]?.Name ?? '').toLowerCase();
  switch (kind) {
    case 'IP':
      return ({ sourceIp }) => sourceIp;
    case 'HTTPMethod':
      return ({ method }) => method;
    case 'UriPath':
      return ({ path }) => path;
    case 'QueryString':
      return ({ query }) => query;
    case 'Header':
      return ({ headers }) => headers[name];
    default:
      throw new Error(`${where}: expected a custom key that the edge reads, got ${kind}`);
  }
}
