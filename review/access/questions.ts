import { type ConcreteResource, type ConcreteTemplate, list, named, ofType, record } from './concrete';

/** Something that somebody would have to be allowed to do. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  /** What the request says that decides here, e.g. which items are read. */
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** One way to a thing: every need has to be met, each by any one of its alternatives. */
export interface Way {
  readonly name: string;
  readonly needs: readonly (readonly Need[])[];
  /** ARNs of roles whose own code does it: they need no right that they have not got by being what they are. */
  readonly inherentTo?: readonly string[];
}

/** A question that `who-can` answers. */
export interface Question {
  readonly name: string;
  readonly asks: string;
  waysIn(template: ConcreteTemplate): readonly Way[];
}

/** What the ways lead over; found by the stack's outputs and by what refers to what, never by a logical id. */
function partsOf(template: ConcreteTemplate) {
  const output = (name: string): ConcreteResource => {
    const found = named(template, template.outputs[name]);
    if (found === undefined)
      throw new Error(`output ${name}: expected one that names a resource of the template, got none`);
    return found;
  };
  const table = output('AuditTableName');
  const bucket = output('AuditBucketName');
  const contentKeys = output('ContentKeyTableName');
  const functionOf = (value: unknown): ConcreteResource | undefined => {
    const [, arn] = /(arn:[a-z-]+:lambda:[^/]+)/.exec(String(value)) ?? [];
    return named(template, arn ?? value);
  };
  const mapping = ofType(template, 'AWS::Lambda::EventSourceMapping').find(({ properties }) =>
    String(properties.EventSourceArn).startsWith(table.arn),
  );
  const gateways = ofType(template, 'AWS::ApiGateway::Method')
    .map(({ properties }) => functionOf(record(properties.Integration).Uri))
    .filter((found) => found !== undefined);
  return {
    table,
    bucket,
    contentKeys,
    mapping,
    signingKey: output('AuditSigningKeyArn'),
    macKey: output('AuditMacKeyArn'),
    key: keyOf(template, record(table.properties.SSESpecification).KMSMasterKeyId),
    sealer: mapping && functionOf(mapping.properties.FunctionName),
    gateways: [...new Set(gateways)],
  };
}

function keyOf(template: ConcreteTemplate, arn: unknown): ConcreteResource {
  return (
    named(template, arn) ?? { logicalId: '', type: 'AWS::KMS::Key', properties: {}, ref: String(arn), arn: String(arn) }
  );
}

const needs = (resource: string, ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, resource }));

const via = (service: string, template: ConcreteTemplate) => ({
  'kms:ViaService': `${service}.${template.place.region}.amazonaws.com`,
});

/** Content is stored under a tenant's key, which is stored under a secret that the MAC key makes. */
function contentNeeds(template: ConcreteTemplate): readonly (readonly Need[])[] {
  const { contentKeys, key, macKey } = partsOf(template);
  return [
    needs(contentKeys.arn, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'),
    [{ action: 'kms:Decrypt', resource: key.arn, context: via('dynamodb', template) }],
    needs(macKey.arn, 'kms:GenerateMac'),
  ];
}

/** Rights by which other code runs in a function's place. */
const CODE = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];

const readPrompts: Question = {
  name: 'read-prompts',
  asks: 'who can read what tenants ask and are answered',
  waysIn(template) {
    const { table, bucket, key, gateways, mapping } = partsOf(template);
    const stream = String(mapping?.properties.EventSourceArn ?? `${table.arn}/stream/any`);
    const record = { 'dynamodb:LeadingKeys': ['W#any'] };
    return [
      ...gateways.map(({ arn, logicalId, properties }) => ({
        name: `as they pass: code of ${logicalId}`,
        needs: [needs(arn, ...CODE)],
        inherentTo: [String(properties.Role)],
      })),
      {
        name: 'kept content, from the journal table',
        needs: [
          ['GetItem', 'BatchGetItem', 'Query', 'Scan'].map((name) => ({
            action: `dynamodb:${name}`,
            resource: table.arn,
            context: record,
          })),
          ...contentNeeds(template),
        ],
      },
      {
        name: "kept content, from the journal's stream",
        needs: [needs(stream, 'dynamodb:GetRecords'), ...contentNeeds(template)],
      },
      {
        name: 'kept content, from sealed segments',
        needs: [
          needs(`${bucket.arn}/segments/1`, 's3:GetObject', 's3:GetObjectVersion'),
          [{ action: 'kms:Decrypt', resource: key.arn, context: via('s3', template) }],
          ...contentNeeds(template),
        ],
      },
    ];
  },
};

const invokeModel: Question = {
  name: 'invoke-model',
  asks: 'who can have a model answer, and be charged to the account',
  waysIn(template) {
    const models = new Set(
      ofType(template, 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy')
        .flatMap(({ properties }) => list(record(properties.PolicyDocument).Statement).map(record))
        .flatMap(({ Resource: resources }) => list(resources).map(String))
        .filter((arn) => arn.includes(':bedrock:') && /foundation-model|inference-profile/.test(arn)),
    );
    return [
      ...[...models].sort().map((arn) => ({
        name: `model ${arn.split('/').slice(1).join('/')}`,
        needs: [needs(arn, 'bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream')],
      })),
      ...partsOf(template).gateways.map(({ arn, logicalId }) => ({
        name: `around the API: ${logicalId}`,
        needs: [needs(arn, 'lambda:InvokeFunction')],
      })),
    ];
  },
};

const decryptAudit: Question = {
  name: 'decrypt-audit',
  asks: 'who can use the key of the audit trail, or learn whose a record is',
  waysIn(template) {
    const { key, macKey } = partsOf(template);
    return [
      {
        name: 'the key, directly',
        needs: [[{ action: 'kms:Decrypt', resource: key.arn, context: { 'kms:ViaService': undefined } }]],
      },
      ...['dynamodb', 's3', 'sqs'].map((service) => ({
        name: `the key, through ${service}`,
        needs: [[{ action: 'kms:Decrypt', resource: key.arn, context: via(service, template) }]],
      })),
      { name: 'the key, by a grant or another policy', needs: [needs(key.arn, 'kms:CreateGrant', 'kms:PutKeyPolicy')] },
      { name: 'names behind pseudonyms', needs: [needs(macKey.arn, 'kms:GenerateMac')] },
    ];
  },
};

const stopAudit: Question = {
  name: 'stop-audit',
  asks: 'who can keep records from being written, sealed or kept',
  waysIn(template) {
    const { table, bucket, key, signingKey, macKey, sealer, mapping } = partsOf(template);
    const beats = ofType(template, 'AWS::Events::Rule').filter(({ properties }) =>
      list(properties.Targets).some((target) => record(target).Arn === sealer?.arn),
    );
    const keyActions = ['kms:DisableKey', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'];
    return [
      {
        name: 'change or remove records',
        needs: [
          [
            ...needs(table.arn, 'dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem').map(
              (need) => ({
                ...need,
                context: { 'dynamodb:LeadingKeys': ['W#any'], 'dynamodb:Attributes': ['pk', 'sk', 'record'] },
              }),
            ),
            ...needs(table.arn, 'dynamodb:DeleteTable', 'dynamodb:UpdateTable'),
          ],
        ],
      },
      {
        name: 'remove sealed segments',
        needs: [
          needs(`${bucket.arn}/segments/1`, 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectRetention'),
        ],
      },
      { name: 'put other segments', needs: [needs(`${bucket.arn}/segments/1`, 's3:PutObject')] },
      {
        name: "weaken the bucket's lock",
        needs: [
          needs(
            bucket.arn,
            's3:PutBucketPolicy',
            's3:DeleteBucketPolicy',
            's3:PutBucketObjectLockConfiguration',
            's3:PutLifecycleConfiguration',
          ),
        ],
      },
      ...[key, signingKey, macKey].map(({ arn, logicalId }) => ({
        name: `take away ${logicalId}`,
        needs: [needs(arn, ...keyActions)],
      })),
      ...(sealer === undefined
        ? []
        : [
            {
              name: 'stop the sealer',
              needs: [
                [
                  ...needs(sealer.arn, ...CODE, 'lambda:PutFunctionConcurrency', 'lambda:DeleteFunction'),
                  ...(mapping === undefined
                    ? []
                    : needs(
                        `arn:${template.place.partition}:lambda:${template.place.region}:${template.place.account}:event-source-mapping:${mapping.ref}`,
                        'lambda:UpdateEventSourceMapping',
                        'lambda:DeleteEventSourceMapping',
                      )),
                ],
              ],
            },
          ]),
      ...beats.map(({ arn, logicalId }) => ({
        name: `stop ${logicalId}`,
        needs: [needs(arn, 'events:DisableRule', 'events:DeleteRule', 'events:RemoveTargets')],
      })),
    ];
  },
};

/** The questions that can be asked. */
export const QUESTIONS: readonly Question[] = [readPrompts, invokeModel, decryptAudit, stopAudit];
