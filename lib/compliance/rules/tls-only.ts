import type { TemplateRule } from '../rule';
import { statementsOf } from '../statements';
import { list, ofType, record, refersTo } from '../template-view';

/** The policy of each type, and the property that says what it is of. */
const POLICIES: Readonly<Record<string, readonly [policy: string, of: string]>> = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
};

/** Nothing is read or written in the clear. */
export const tlsOnly: TemplateRule = {
  id: 'OPS-TLS',
  info: 'A bucket, queue or topic takes calls without TLS.',
  why: 'Whoever sits between reads and changes what is stored.',
  types: Object.keys(POLICIES),
  run: ({ type, logicalId }, template) => {
    const [policy, of] = POLICIES[type]!;
    const held = ofType(template, policy)
      .filter(({ properties }) => list(properties[of]).some((each) => refersTo(each, logicalId)))
      .flatMap(({ properties }) => statementsOf(properties.PolicyDocument))
      .some(
        ({ effect, condition }) =>
          effect === 'Deny' && String(record(condition.Bool)['aws:SecureTransport']) === 'false',
      );
    return held ? [] : ['without-tls'];
  },
};
