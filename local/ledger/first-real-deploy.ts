import { markdownTable } from '../../review/markdown-table';
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

/**
 * Prints a property as AWS has it, for each resource of a type. CloudFormation's drift detection reads the resource
 * itself, by its logical id: most types have no identifier that another command would take.
 */
export const SHOW = [
  'show() { # TYPE PROPERTY',
  '  aws cloudformation describe-stack-resources --stack-name "$STACK" \\',
  '    --query "StackResources[?ResourceType==\'$1\'].LogicalResourceId" --output text | tr "\\t" "\\n" |',
  '    while read -r id; do',
  '      aws cloudformation detect-stack-resource-drift --stack-name "$STACK" --logical-resource-id "$id" \\',
  '        --query StackResourceDrift.ActualProperties --output text |',
  '        node -e \'const p = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(process.argv[1], JSON.stringify(p[process.argv[2]]))\' "$id" "$2"',
  '    done',
  '}',
].join('\n');

/** The checklist by which a first account confirms what a local run could not show. */
export function firstRealDeploy({ counts, rows }: Ledger): string {
  const open = rows.filter(({ status }) => status !== 'emulated');
  const types = [...new Set(open.map(({ type }) => type))];
  return `${[
    '# First real deployment',
    '',
    'Generated from the fidelity ledger of a local start (`npm run docs:first-real-deploy`): do not edit.',
    '',
    'A local start deploys the production template to an emulator. This page lists what that could not show, by resource',
    'type and property, with the command that shows it in an AWS account. Set these once, in a shell that has `aws` and',
    '`node`:',
    '',
    '```sh',
    'STACK=HardenedLlmApi',
    'API_URL=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey==\'ApiUrl\'].OutputValue" --output text)',
    'AUDIT_BUCKET=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey==\'AuditBucketName\'].OutputValue" --output text)',
    'API_HOST=$(echo "$API_URL" | cut -d/ -f3)',
    SHOW,
    '```',
    '',
    '`show` prints a property as AWS has it; where a command stands under a heading, it shows that AWS also acts by it.',
    '',
    markdownTable(
      ['status', 'properties', 'meaning'],
      STATUSES.filter((status) => counts[status] > 0).map((status) => [
        status,
        String(counts[status]),
        MEANING[status],
      ]),
    ),
    '',
    ...types.flatMap((type) =>
      section(
        type,
        open.filter((row) => row.type === type),
      ),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function section(type: string, rows: readonly LedgerRow[]): readonly string[] {
  const confirm = KNOWLEDGE[type]?.confirm;
  return [
    `## ${type}`,
    '',
    ...(confirm === undefined ? [] : ['```sh', confirm, '```', '']),
    markdownTable(
      ['', 'confirm with', 'locally', 'why', 'resources'],
      rows.map(({ property, status, why, resources }) => [
        '☐',
        `\`show ${type} ${property}\``,
        status,
        why.replaceAll('|', '\\|'),
        String(resources.length),
      ]),
    ),
    '',
  ];
}
