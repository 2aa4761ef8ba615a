import { KNOWLEDGE } from './knowledge';
import { STATUSES, type Ledger, type LedgerRow, type Status } from './ledger';

const MEANING: Readonly<Record<Status, string>> = {
  emulated: 'the emulator behaves by it and gave it back',
  approximated: 'the local edge does it, not exactly as AWS',
  changed: 'altered for the emulator, or set through another API than CloudFormation',
  absent: 'lost, taken out, or without any effect on this machine',
  unverified: 'accepted and kept; only AWS shows what it does',
  unknown: 'nobody has said what becomes of it',
};

/** The checklist by which a first account confirms what a local run could not show. */
export function firstRealDeploy({ counts, rows }: Ledger): string {
  const open = rows.filter(({ status }) => status !== 'emulated');
  const types = [...new Set(open.map(({ type }) => type))];
  return [
    '# First real deployment',
    '',
    'Generated from the fidelity ledger of a local start (`npm run docs:first-real-deploy`): do not edit.',
    '',
    'A local start deploys the production template to an emulator. This page lists what that could not show, by resource',
    'type and property, with the command that shows it in an AWS account. Set these once:',
    '',
    '```sh',
    'STACK=HardenedLlmApi',
    'API_URL=$(aws cloudformation describe-stacks --stack-name $STACK --query "Stacks[0].Outputs[?OutputKey==\'ApiUrl\'].OutputValue" --output text)',
    'AUDIT_BUCKET=$(aws cloudformation describe-stacks --stack-name $STACK --query "Stacks[0].Outputs[?OutputKey==\'AuditBucketName\'].OutputValue" --output text)',
    'API_HOST=$(echo "$API_URL" | cut -d/ -f3)',
    '# all properties of every resource of a type, as AWS has them',
    'show() { for id in $(aws cloudformation describe-stack-resources --stack-name $STACK --query "StackResources[?ResourceType==\'$1\'].PhysicalResourceId" --output text); do aws cloudcontrol get-resource --type-name "$1" --identifier "$id" --query ResourceDescription.Properties --output text; done; }',
    '```',
    '',
    '| status | properties | meaning |',
    '| --- | --- | --- |',
    ...STATUSES.filter((status) => counts[status] > 0).map(
      (status) => `| ${status} | ${counts[status]} | ${MEANING[status]} |`,
    ),
    '',
    ...types.flatMap((type) =>
      section(
        type,
        open.filter((row) => row.type === type),
      ),
    ),
  ].join('\n');
}

function section(type: string, rows: readonly LedgerRow[]): string[] {
  const confirm = KNOWLEDGE[type]?.confirm;
  return [
    `## ${type}`,
    '',
    '```sh',
    `show ${type}`,
    ...(confirm === undefined ? [] : [confirm]),
    '```',
    '',
    '| | property | locally | why | resources |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ property, status, why, resources }) => `| ☐ | \`${property}\` | ${status} | ${why} | ${resources.length} |`,
    ),
    '',
  ];
}
