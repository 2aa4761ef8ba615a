import * as iam from 'aws-cdk-lib/aws-iam';

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
    actions: [
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:PartiQLDelete',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    resources: ['*'],
    conditions: { StringNotEquals: { 'aws:PrincipalArn': roleArns } },
  });
}
