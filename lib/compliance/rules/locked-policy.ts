import { covers, IAM_TYPES, identityStatements, statementsOf, type Statement } from '../statements';
import { list, ofType, record, refersTo, type TemplateView } from '../template-view';
import type { TemplateRule } from '../rule';

/** Steps around Object Lock: a delete marker that hides, a bypass, a shorter or missing retention of one object. */
const DELETIONS = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
];
/** What would shorten the retention of everything that comes. */
const SHORTENINGS = [
  's3:DeleteBucket',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
];

/** A locked bucket takes objects from its writers alone, and nobody takes them away. */
export const lockedPolicy: TemplateRule = {
  id: 'OPS-LOCK',
  info: 'Somebody may delete from a locked bucket, shorten its retention, or put what its writer did not.',
  why: 'A lock that an administrator can walk around proves nothing.',
  types: ['AWS::S3::Bucket'],
  productionOnly: true,
  run: ({ logicalId, properties }, template) => {
    if (properties.ObjectLockEnabled !== true) return [];
    const documents = ofType(template, 'AWS::S3::BucketPolicy')
      .filter((policy) => refersTo(policy.properties.Bucket, logicalId))
      .map((policy) => policy.properties.PolicyDocument);
    const denied = documents.flatMap(statementsOf).filter(({ effect }) => effect === 'Deny');
    return [
      ...(refused(denied, DELETIONS) ? [] : ['anyone-deletes']),
      ...(refused(denied, SHORTENINGS) ? [] : ['retention-can-change']),
      ...(documents.some(onlyWritersPut) ? [] : ['anyone-puts']),
      ...rolesThatDelete(template, logicalId).map((role) => `${role}-deletes`),
    ];
  },
};

/** Whether everyone is refused each of some actions, whatever the circumstances. */
function refused(denied: readonly Statement[], actions: readonly string[]): boolean {
  const always = denied.filter(
    ({ condition, inverted, principals }) =>
      !inverted && Object.keys(condition).length === 0 && JSON.stringify(principals).includes('*'),
  );
  return actions.every((action) =>
    always.some((statement) => statement.actions.some((pattern) => covers(pattern, action))),
  );
}

/** Either one service puts, or each prefix has its writers and there is no other prefix. */
function onlyWritersPut(document: unknown): boolean {
  const puts = list(record(document).Statement)
    .map(record)
    .filter(({ Effect, Action }) => Effect === 'Deny' && list(Action).includes('s3:PutObject'));
  const prefixes = puts.flatMap(({ NotResource }) => list(NotResource)).map((prefix) => JSON.stringify(prefix));
  const held = puts.filter(({ NotResource }) => NotResource === undefined);
  const byName = (name: string) => held.filter(({ Condition }) => name in record(record(Condition).StringNotEquals));
  if (byName('aws:PrincipalServiceName').length > 0) return true;
  return (
    prefixes.length > 0 &&
    prefixes.every((prefix) =>
      held.some(
        ({ Resource, Condition }) =>
          list(Resource).some((resource) => JSON.stringify(resource) === prefix) &&
          (Condition === undefined || 'aws:PrincipalArn' in record(record(Condition).StringNotEquals)),
      ),
    )
  );
}

function rolesThatDelete(template: TemplateView, bucket: string): string[] {
  return ofType(template, ...IAM_TYPES)
    .filter((policy) =>
      identityStatements(policy).some(
        ({ effect, actions, resources }) =>
          effect === 'Allow' &&
          actions.some((pattern) => DELETIONS.some((action) => covers(pattern, action))) &&
          resources.some((resource) => resource === '*' || refersTo(resource, bucket)),
      ),
    )
    .map(({ logicalId }) => logicalId);
}
