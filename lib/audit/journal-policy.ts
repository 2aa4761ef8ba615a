import * as iam from 'aws-cdk-lib/aws-iam';

/** Every action that changes an item. */
const CHANGES = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

/**
 * Refuses every change of the journal by anyone but its writers, administrators included.
 *
 * A table's policy cannot name its own table, hence the wildcard: it is the table that it is attached to.
 */
export function journalWrittenOnlyBy(roleArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'OnlyItsWritersChangeTheJournal',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: CHANGES,
    resources: ['*'],
    conditions: { StringNotEquals: { 'aws:PrincipalArn': roleArns } },
  });
}

/**
 * Leaves operators nothing but `PutItem` in the journal, however much their own policies allow: a command appends.
 *
 * The policies of the gateway and the sealer are made here and say so themselves; those of operators are not.
 */
export function operatorsOnlyPut(roleArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'OperatorsOnlyPut',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: CHANGES.filter((action) => action !== 'dynamodb:PutItem'),
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalArn': roleArns } },
  });
}
