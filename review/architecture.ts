import { pathOf, referencesOf, type Template, type TemplateResource } from './template';

/** What a picture shows of a resource type: its noun and its colour. Other types are details of these. */
const SHOWN: Readonly<Record<string, readonly [noun: string, colour: string]>> = {
  'AWS::WAFv2::WebACL': ['web ACL', '#fde2e1'],
  'AWS::WAFv2::IPSet': ['IP set', '#fde2e1'],
  'AWS::ApiGateway::RestApi': ['REST API', '#ece1fd'],
  'AWS::ApiGateway::UsagePlan': ['usage plan', '#ece1fd'],
  'AWS::Cognito::UserPool': ['user pool', '#fde2e1'],
  'AWS::Lambda::Function': ['function', '#fdebd3'],
  'AWS::DynamoDB::Table': ['table', '#dfe9fb'],
  'AWS::DynamoDB::GlobalTable': ['table', '#dfe9fb'],
  'AWS::S3::Bucket': ['bucket', '#dff3e0'],
  'AWS::KMS::Key': ['key', '#f3f0d7'],
  'AWS::SQS::Queue': ['queue', '#fbdfee'],
  'AWS::SNS::Topic': ['topic', '#fbdfee'],
  'AWS::SecretsManager::Secret': ['secret', '#f3f0d7'],
  'AWS::CloudWatch::Alarm': ['alarm', '#fbdfee'],
  'AWS::EC2::VPC': ['network', '#e8e8e8'],
  'AWS::EC2::VPCEndpoint': ['endpoint', '#e8e8e8'],
  'AWS::Backup::BackupVault': ['backup vault', '#dff3e0'],
  'AWS::KinesisFirehose::DeliveryStream': ['delivery stream', '#dff3e0'],
};

interface Box {
  readonly id: string;
  readonly stage: string;
  readonly label: string;
  readonly colour: string;
  readonly members: readonly string[];
}

const quote = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;

/** `HardenedLlmApi/LlmApi/Audit/Sealer/…` → stage `Audit`, name `Sealer`. */
function placeOf(resource: TemplateResource): { stage: string; name: string } {
  const parts = pathOf(resource)
    .split('/')
    .filter((part) => part !== 'Resource' && part !== 'Default');
  return { stage: parts[2] ?? 'Stack', name: parts.slice(3).join(' ') || (parts[2] ?? '') };
}

function boxesOf(template: Template): readonly Box[] {
  const groups = new Map<string, { stage: string; noun: string; colour: string; names: string[]; members: string[] }>();
  for (const [id, resource] of Object.entries(template.Resources)) {
    const shown = SHOWN[resource.Type];
    if (shown === undefined) continue;
    const [noun, colour] = shown;
    const { stage, name } = placeOf(resource);
    // what comes in numbers is one box with its count: alarms, endpoints, usage plans.
    const together = ['alarm', 'endpoint', 'usage plan', 'IP set', 'queue'].includes(noun);
    const key = together ? `${stage} ${noun}` : id;
    const group = groups.get(key) ?? { stage, noun, colour, names: [], members: [] };
    group.names.push(name.replace(/ ?Handler$/, ''));
    group.members.push(id);
    groups.set(key, group);
  }
  return [...groups].map(([id, { stage, noun, colour, names, members }]) => ({
    id,
    stage,
    colour,
    members,
    label: members.length > 1 ? `${members.length} ${noun}s` : `${names[0] || stage}\n${noun}`,
  }));
}

/** Resources that speak for a box: a function's role and policies, an API's methods, an alarm's actions. */
function reachOf(template: Template, member: string): ReadonlySet<string> {
  const resource = template.Resources[member];
  const reach = new Set(referencesOf(resource?.Properties, template));
  for (const [id, other] of Object.entries(template.Resources)) {
    const properties = other.Properties ?? {};
    const attached =
      (other.Type === 'AWS::IAM::ManagedPolicy' &&
        [...referencesOf(properties.Roles, template)].some((role) => reach.has(role))) ||
      (other.Type === 'AWS::Lambda::EventSourceMapping' &&
        referencesOf(properties.FunctionName, template).has(member)) ||
      (['AWS::ApiGateway::Method', 'AWS::ApiGateway::Authorizer'].includes(other.Type) &&
        referencesOf(properties.RestApiId, template).has(member)) ||
      (other.Type === 'AWS::WAFv2::WebACLAssociation' && referencesOf(properties.WebACLArn, template).has(member));
    if (!attached || id === member) continue;
    for (const reached of referencesOf(properties, template)) reach.add(reached);
  }
  // a stage of an API stands for its API.
  for (const reached of [...reach]) {
    if (template.Resources[reached]?.Type === 'AWS::ApiGateway::Stage') {
      for (const api of referencesOf(template.Resources[reached]?.Properties?.RestApiId, template)) reach.add(api);
    }
  }
  return reach;
}

const DRAWS_EDGES = new Set([
  'AWS::WAFv2::WebACL',
  'AWS::ApiGateway::RestApi',
  'AWS::Lambda::Function',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::UserPool',
]);

/**
 * The picture of a template in Graphviz's language: resources by stage, and who reaches whom by its properties,
 * its role's policies and its integrations. Derived, never drawn by hand.
 */
export function architectureDot(template: Template): string {
  const boxes = boxesOf(template);
  const boxOf = new Map(boxes.flatMap((box) => box.members.map((member) => [member, box] as const)));
  const edges = new Set<string>();
  for (const box of boxes) {
    for (const member of box.members) {
      if (!DRAWS_EDGES.has(template.Resources[member]?.Type ?? '')) continue;
      for (const reached of reachOf(template, member)) {
        const target = boxOf.get(reached);
        const noise =
          template.Resources[reached]?.Type === 'AWS::EC2::VPC' ||
          (box.label.endsWith('alarms') && !target?.label.endsWith('topic'));
        if (target !== undefined && target !== box && !noise) edges.add(`  ${quote(box.id)} -> ${quote(target.id)};`);
      }
    }
  }
  const stages = [...new Set(boxes.map((box) => box.stage))];
  return [
    'digraph architecture {',
    '  rankdir=LR; nodesep=0.18; ranksep=0.7; fontname="Helvetica"; bgcolor="white";',
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, color="#00000030"];',
    '  edge [color="#00000070", arrowsize=0.6];',
    ...stages.flatMap((stage) => [
      `  subgraph ${quote(`cluster_${stage}`)} {`,
      `    label=${quote(stage)}; labeljust=l; style="rounded"; color="#00000040"; fontsize=13;`,
      ...boxes
        .filter((box) => box.stage === stage)
        .map(
          (box) =>
            `    ${quote(box.id)} [label=${quote(box.label.replace('\n', '\\n'))}, fillcolor=${quote(box.colour)}];`,
        ),
      '  }',
    ]),
    ...[...edges].sort(),
    '}',
    '',
  ].join('\n');
}
