import { Token } from 'aws-cdk-lib';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
  readonly Action?: unknown;
}

/** Conditions that bind a service to resources of one account: without one of them it is a confused deputy. */
const DEPUTY_CONDITIONS = /"(aws:SourceAccount|aws:SourceArn|kms:EncryptionContext:[^"]+|kms:CallerAccount)"/i;

/**
 * What is wrong with a key policy, as sentences; an empty list means nothing was found.
 *
 * Looks for what cannot be undone (no administrator is left: the key is lost with all that it encrypts) and for what
 * lends the key to strangers (anyone without a condition; a service that nothing binds to this account).
 *
 * @param policy a resolved policy document
 */
export function keyPolicyProblems(policy: { readonly Statement?: readonly Statement[] }): string[] {
  const statements = (policy.Statement ?? []).filter(({ Effect }) => Effect === 'Allow');
  const problems: string[] = [];
  if (!statements.some(keepsRoot)) {
    problems.push(
      'no statement lets the root of the account administer the key: a wrong policy would lock it for good',
    );
  }
  for (const { Principal, Condition } of statements) {
    const condition = JSON.stringify(Condition ?? {});
    if (isAnyone(Principal) && !/"(kms:CallerAccount|aws:PrincipalAccount|aws:PrincipalOrgID)"/i.test(condition)) {
      problems.push('a statement lets anyone use the key without a condition on the account');
    }
    for (const service of servicesOf(Principal)) {
      if (!DEPUTY_CONDITIONS.test(condition)) {
        problems.push(
          `the service ${service} may use the key for resources of any account: bind it by aws:SourceAccount`,
        );
      }
    }
  }
  return problems;
}

function keepsRoot({ Principal, Action }: Statement): boolean {
  const text = JSON.stringify(Principal ?? {});
  const actions = Array.isArray(Action) ? Action : [Action];
  return /:root"?/.test(text) && actions.includes('kms:*');
}

function isAnyone(principal: unknown): boolean {
  if (principal === '*') return true;
  const aws = principal instanceof Object && 'AWS' in principal ? principal.AWS : undefined;
  return (Array.isArray(aws) ? aws : [aws]).includes('*');
}

function servicesOf(principal: unknown): string[] {
  const service = principal instanceof Object && 'Service' in principal ? principal.Service : [];
  return (Array.isArray(service) ? service : [service]).map((name) =>
    Token.isUnresolved(name) ? 'of a token' : typeof name === 'string' ? name : JSON.stringify(name),
  );
}
