import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from './template';

/** A file or folder that a stack refers to. */
export interface Asset {
  /** Path of the file or folder. */
  readonly path: string;
  readonly packaging: 'zip' | 'file';
  readonly destinations: readonly { readonly bucketName: string; readonly objectKey: string }[];
}

/** One synthesized stack, as `cdk deploy` would take it. */
export interface Assembly {
  readonly stackName: string;
  readonly region: string;
  readonly template: Template;
  readonly assets: readonly Asset[];
  /** Folder of the cloud assembly. */
  readonly folder: string;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
      }
    >
  >;
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: 'zip' | 'file' };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

const readJson = <Value>(file: string): Value => JSON.parse(readFileSync(file, 'utf8')) as Value;

/** Reads the stack with the API out of a cloud assembly. */
export function readAssembly(folder: string): Assembly {
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  const stacks = Object.entries(manifest.artifacts ?? {}).flatMap(([id, artifact]) => {
    const file = artifact.properties?.templateFile;
    if (artifact.type !== 'aws:cloudformation:stack' || file === undefined) return [];
    const template = readJson<Template>(join(folder, file));
    return [{ id, name: artifact.properties?.stackName ?? id, environment: artifact.environment ?? '', template }];
  });
  const hasApi = ({ template }: { template: Template }): boolean =>
    Object.values(template.Resources).some(({ Type }) => Type === 'AWS::ApiGateway::RestApi');
  const stack = stacks.find(hasApi);
  if (!stack)
    throw new Error(
      `${folder}: expected a stack with a REST API, got ${stacks.map(({ id }) => id).join(', ') || 'none'}`,
    );
  const region = stack.environment.split('/').at(-1) ?? '';
  return {
    stackName: stack.name,
    region: /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) ? region : 'us-east-1',
    template: stack.template,
    assets: readAssets(join(folder, `${stack.id}.assets.json`), folder),
    folder,
  };
}

function readAssets(file: string, folder: string): readonly Asset[] {
  if (!existsSync(file)) return [];
  return Object.values(readJson<AssetManifest>(file).files ?? {}).map(({ source, destinations }) => ({
    path: join(folder, source.path),
    packaging: source.packaging,
    destinations: Object.values(destinations),
  }));
}
