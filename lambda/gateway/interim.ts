import type { GatewayDeployment } from '../../lib/gateway/deployment';
import type { Guard } from '../guard/guard';
import { refusal } from '../core/verdict';
import type { AuditTrail, Budget, Directory } from './ports';

/**
 * Narrow first forms of the stages that other slices own, so that a request has its whole way from the first day.
 *
 * Each is replaced by the slice's own implementation as it lands; this file goes with the last of them.
 */

/** The first tier's grants, narrowed by nothing. */
export function roleDirectory({ roles, tiers }: GatewayDeployment): Directory {
  return {
    accessOf: async ({ tenant, roles: held }) => {
      const tier = tiers[0];
      const granted = roles.filter(({ name }) => held.includes(name) && tier?.roles.includes(name));
      const [first] = granted;
      if (!tier || !first) return { refused: 'tenant_unknown' };
      return {
        tenant,
        tier: tier.name,
        models: granted.flatMap(({ models }) => models),
        tools: granted.flatMap(({ tools }) => tools),
        maxOutputTokens: Math.max(...granted.map(({ maxOutputTokens }) => maxOutputTokens)),
        maxPromptBytes: Math.max(...granted.map(({ maxPromptBytes }) => maxPromptBytes)),
        guardPolicy: first.guardPolicy,
        tenantLimits: tier.tenantLimits,
        clientLimits: tier.clientLimits,
        auditContent: false,
      };
    },
  };
}

/** Counts nothing and refuses nothing. */
export const openBudget: Budget = {
  reserve: async () => ({ allowed: true, rateLimit: {} }),
  settle: async () => undefined,
  usageOf: async () => {
    throw new Error('usage is not counted yet');
  },
};

/** Keeps no record. */
export const openAudit: AuditTrail = {
  open: async () => ({ close: async () => undefined }),
  refuse: async () => undefined,
};

const override =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:previous|prior|above|all|your)\b.{0,40}\b(?:instructions?|prompts?|rules?)\b/is;
const key = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Two rules and a canary. */
export const firstGuard: Guard = {
  policyName: 'standard',
  policyVersion: '0',
  inspectRequest: (segments) => {
    for (const { text, role } of segments) {
      if (role !== 'system' && override.test(text)) return refusal('prompt_injection', 'override-phrase');
      if (key.test(text)) return refusal('secret_detected', 'access-key');
    }
    return {
      allowed: true,
      segments,
      findings: [],
      pseudonyms: new Map(),
      untrustedContent: segments.some(({ role }) => role === 'tool' || role === 'document'),
    };
  },
  openResponse: ({ canaries }) => {
    let held = '';
    const hold = 64;
    const check = (text: string): boolean => canaries.some((canary) => text.includes(canary));
    return {
      push: (piece) => {
        held += piece;
        if (check(held)) return refusal('system_prompt_disclosure', 'canary');
        const text = held.slice(0, -hold);
        held = held.slice(-hold);
        return { allowed: true, text, findings: [] };
      },
      end: () => ({ allowed: true, text: held, findings: [] }),
    };
  },
};
