import type { AccessFinding } from './judge-access';
import { covers } from './wildcard';

/** A finding that stays, and why. */
export interface AcceptedGrant {
  /** Kind and id of the finding; `*` stands for what differs from stack to stack. */
  readonly finding: string;
  readonly reason: string;
}

/**
 * Every grant of the stack that no call uses or that a wildcard widens, each with its reason. One list, in code, so that
 * a new one is a change that somebody reviews; an entry that meets no finding fails the tests.
 */
export const ACCEPTED_GRANTS: readonly AcceptedGrant[] = [
  {
    finding: 'wide:*Key*/statement 1:kms:*',
    reason:
      "the account's root in a key's policy hands the decision to IAM; a key without it can be locked out for good",
  },
  {
    finding: 'unused:*Key*/statement 1:kms:*',
    reason: 'as above, for a key that only services use',
  },
  {
    finding: 'wide:*/TrailEncrypts:kms:GenerateDataKey*',
    reason: 'as AWS documents it for CloudTrail; bound to this one trail',
  },
  {
    finding: 'wide:*/LogGroupsOfThisAccount:kms:*',
    reason:
      'the five families that CloudWatch Logs documents for an encrypted log group; bound to log groups of this account',
  },
  {
    finding: 'wide:*OfThisAccount:kms:GenerateDataKey*',
    reason: 'documented for services that write into encrypted topics and queues; bound to resources of this account',
  },
  {
    finding: 'unused:*CredentialsKey*/statement 2:kms:*',
    reason:
      "CDK writes it for every secret under a key; it hands the decision to IAM, as the root's statement above it does",
  },
  {
    finding: 'wide:*CredentialsKey*/statement 2:kms:*',
    reason: 'as above',
  },
  {
    finding: 'wide:*PartsPolicy*:ec2:*NetworkInterface on *',
    reason:
      "Lambda checks these rights when a function is created, before an interface exists; the same policy denies them to the function's own code",
  },
  {
    finding: 'wide:*PartsPolicy*:ec2:*ssignPrivateIpAddresses on *',
    reason: 'as for every function in the network',
  },
];

/** What is left of findings, and entries of the list that met none. */
export function withoutAccepted(
  findings: readonly AccessFinding[],
  accepted: readonly AcceptedGrant[] = ACCEPTED_GRANTS,
): { readonly open: readonly AccessFinding[]; readonly stale: readonly AcceptedGrant[] } {
  // never a refusal: what code needs and may not do is a fault, whatever anybody says of it.
  const isAccepted = ({ kind, id }: AccessFinding): boolean =>
    (kind === 'unused' || kind === 'wide') && accepted.some(({ finding }) => covers(finding, id));
  return {
    open: findings.filter((finding) => !isAccepted(finding)),
    stale: accepted.filter(({ finding }) => !findings.some(({ id }) => covers(finding, id))),
  };
}
