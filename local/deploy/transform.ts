import { isRefused } from './emulated-types';
import { isIntrinsic, mapValues, referenceOf, type Properties, type Resource, type Template } from './template';

/** One difference between the synthesized template and the copy that is deployed. */
export interface Change {
  readonly logicalId: string;
  readonly type: string;
  readonly change: 'removed' | 'added' | 'replaced' | 'dropped dependency';
  /** What was changed, `Properties.…`, where it is less than the resource. */
  readonly property?: string;
  readonly why: string;
}

/** A method whose integration streams. */
export interface StreamingMethod {
  readonly method: string;
  /** Resource path, e.g. `/chat/completions`. */
  readonly resource: string;
  /** Logical id of the function. */
  readonly function: string;
}

/** What the emulator is given in place of the template. */
export interface Transformed {
  readonly template: Template;
  readonly methods: readonly StreamingMethod[];
  readonly changes: readonly Change[];
  /** Every resource of the template, removed ones included, with references to removed ones replaced. */
  readonly resources: Readonly<Record<string, Resource>>;
}

/** What stands in for references to removed resources: by `<logical id>` or `<logical id>.<attribute>`. */
export type StandIns = Readonly<Record<string, string>>;

const ECHO = 'LocalEdgeEcho';
const RESPONSE_STREAM = /\/response-streaming-invocations|2021-11-15/;

/** The answer header that the echo function sets, by which the edge knows that a call went through. */
export const ECHO_HEADER = 'x-local-edge-echo';

/**
 * Makes the copy of a template that the emulator can deploy.
 *
 * Takes out what it refuses and lets every streaming method answer with its own event; touches nothing else.
 */
export function transform(template: Template, standIns: StandIns, echoValue: string, region: string): Transformed {
  const changes: Change[] = [];
  const removed = new Map(Object.entries(template.Resources).filter(([, resource]) => isRefused(resource)));
  for (const [logicalId, { Type }] of removed)
    changes.push({ logicalId, type: Type, change: 'removed', why: "the emulator's CloudFormation refuses it" });

  const patch = (value: unknown): unknown => {
    const reference = referenceOf(value);
    if (!reference || !removed.has(reference.id)) return substitution(value, removed, standIns);
    return standInOf(reference.id, reference.attribute, standIns);
  };
  const resources: Record<string, Resource> = {};
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const patched = mapValues(resource, patch) as Resource;
    resources[logicalId] = withoutDependencies(logicalId, patched, removed, changes);
    if (!removed.has(logicalId) && JSON.stringify(patched.Properties) !== JSON.stringify(resource.Properties))
      changes.push({
        logicalId,
        type: resource.Type,
        change: 'replaced',
        property: changedProperties(resource.Properties, patched.Properties),
        why: 'it refers to a resource that was taken out',
      });
  }

  const methods: StreamingMethod[] = [];
  const deployed: Record<string, Resource> = {};
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (removed.has(logicalId)) continue;
    const streaming = streamingMethod(resource, resources);
    if (!streaming) {
      deployed[logicalId] = resource;
      continue;
    }
    methods.push(streaming);
    deployed[logicalId] = echoing(resource, region);
    changes.push({
      logicalId,
      type: resource.Type,
      change: 'replaced',
      property: 'Integration',
      why: 'the edge runs the function: the emulator cannot stream, and answers with the event that the function is to get',
    });
  }
  if (methods.length > 0) {
    Object.assign(deployed, echoResources(echoValue));
    changes.push({
      logicalId: ECHO,
      type: 'AWS::Lambda::Function',
      change: 'added',
      why: 'answers a streaming method with its event',
    });
  }
  const rest = mapValues({ ...template, Resources: {} }, patch) as Template;
  return { template: { ...rest, Resources: deployed }, methods, changes, resources };
}

function standInOf(id: string, attribute: string | undefined, standIns: StandIns): string {
  return standIns[attribute === undefined ? id : `${id}.${attribute}`] ?? `arn:aws:local:::removed/${id}`;
}

/** `Fn::Sub` names resources inside its text. */
function substitution(value: unknown, removed: ReadonlyMap<string, unknown>, standIns: StandIns): unknown {
  if (!isIntrinsic(value) || typeof value['Fn::Sub'] !== 'string') return value;
  const text = value['Fn::Sub'].replace(
    /\$\{([A-Za-z0-9]+)(?:\.([A-Za-z0-9.]+))?\}/g,
    (all, id: string, attribute?: string) => (removed.has(id) ? standInOf(id, attribute, standIns) : all),
  );
  return text === value['Fn::Sub'] ? value : { 'Fn::Sub': text };
}

function withoutDependencies(
  logicalId: string,
  resource: Resource,
  removed: ReadonlyMap<string, unknown>,
  changes: Change[],
): Resource {
  if (resource.DependsOn === undefined) return resource;
  const { DependsOn, ...rest } = resource;
  const all = typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
  const kept = all.filter((id) => !removed.has(id));
  if (kept.length < all.length && !removed.has(logicalId))
    changes.push({
      logicalId,
      type: resource.Type,
      change: 'dropped dependency',
      why: 'it waited for a resource that was taken out',
    });
  return { ...rest, Type: resource.Type, ...(kept.length > 0 ? { DependsOn: kept } : {}) };
}

function changedProperties(before: Properties = {}, after: Properties = {}): string {
  return Object.keys(before)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .join(', ');
}

interface Integration {
  readonly ResponseTransferMode?: string;
  readonly Uri?: unknown;
}

function streamingMethod(
  { Type, Properties = {} }: Resource,
  resources: Readonly<Record<string, Resource>>,
): StreamingMethod | undefined {
  if (Type !== 'AWS::ApiGateway::Method') return undefined;
  const { ResponseTransferMode, Uri } = (Properties.Integration ?? {}) as Integration;
  const uri = JSON.stringify(Uri ?? '');
  if (ResponseTransferMode !== 'STREAM' && !RESPONSE_STREAM.test(uri)) return undefined;
  const target = functionIn(Uri, resources);
  if (target === undefined)
    throw new Error(`streaming method: expected a function of the template in its URI, got ${uri}`);
  return {
    method: String(Properties.HttpMethod),
    resource: pathOf(Properties.ResourceId, resources),
    function: target,
  };
}

/** The function that an integration's URI names, through a version or an alias if there is one. */
function functionIn(uri: unknown, resources: Readonly<Record<string, Resource>>): string | undefined {
  const found = new Set<string>();
  mapValues(uri, (value) => {
    const id = referenceOf(value)?.id;
    if (id !== undefined && resources[id] !== undefined) found.add(id);
    return value;
  });
  for (const id of found) {
    const { Type, Properties } = resources[id] ?? { Type: '' };
    if (Type === 'AWS::Lambda::Function') return id;
    if (Type === 'AWS::Lambda::Version' || Type === 'AWS::Lambda::Alias')
      return functionIn(Properties?.FunctionName, resources);
  }
  return undefined;
}

function pathOf(resourceId: unknown, resources: Readonly<Record<string, Resource>>): string {
  const reference = referenceOf(resourceId);
  const resource = reference === undefined ? undefined : resources[reference.id];
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(resource.Properties?.ParentId, resources)}/${String(resource.Properties?.PathPart)}`;
}

function echoing(resource: Resource, region: string): Resource {
  const { ResponseTransferMode: _streamed, ...integration } = (resource.Properties?.Integration ?? {}) as Record<
    string,
    unknown
  >;
  const uri = [
    `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/`,
    { 'Fn::GetAtt': [ECHO, 'Arn'] },
    '/invocations',
  ];
  return {
    ...resource,
    Properties: { ...resource.Properties, Integration: { ...integration, Uri: { 'Fn::Join': ['', uri] } } },
  };
}

function echoResources(value: string): Readonly<Record<string, Resource>> {
  // the line on stderr spares the emulator a wait of 50 ms.
  const code = `exports.handler = async (event) => {
  process.stderr.write('echo\\n');
  return { statusCode: 200, headers: { '${ECHO_HEADER}': '${value}' }, body: JSON.stringify(event) };
};`;
  return {
    [ECHO]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 10,
        Role: 'arn:aws:iam::000000000000:role/local-edge-echo',
        Code: { ZipFile: code },
      },
    },
    [`${ECHO}Permission`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        FunctionName: { 'Fn::GetAtt': [ECHO, 'Arn'] },
      },
    },
  };
}
