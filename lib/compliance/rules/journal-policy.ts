import type { TemplateRule } from '../rule';
import { covers, statementsOf } from '../statements';
import { record } from '../template-view';
import { isTagged } from './tags';

const CHANGES = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** The journal is changed by its writers alone, and every change of it is seen. */
export const journalPolicy: TemplateRule = {
  id: 'OPS-JOURNAL',
  info: 'Others than its writers may change the journal of the audit trail, or a change of it is not seen.',
  why: 'Until a record is sealed, the journal is all there is of it.',
  types: ['AWS::DynamoDB::Table'],
  run: ({ properties }) => {
    if (!isTagged(properties, 'llm:journal')) return [];
    const denied = statementsOf(record(properties.ResourcePolicy).PolicyDocument).filter(
      ({ effect, condition }) => effect === 'Deny' && 'aws:PrincipalArn' in record(condition.StringNotEquals),
    );
    const held = CHANGES.every((change) =>
      denied.some(({ actions }) => actions.some((action) => covers(action, change))),
    );
    const images = record(properties.StreamSpecification).StreamViewType;
    return [...(held ? [] : ['anyone-writes']), ...(images === 'NEW_AND_OLD_IMAGES' ? [] : ['changes-unseen'])];
  },
};
