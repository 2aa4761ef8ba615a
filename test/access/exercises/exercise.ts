import * as path from 'node:path';
import type { ConcreteTemplate } from '../../../review/access/concrete';
import type { SdkRecorder } from '../sdk-recorder';

/** What makes a function do every call that its code holds. */
export interface Exercise {
  /** End of the function's construct path in the template. */
  readonly construct: string;
  /** Its composition root. */
  readonly entry: string;
  /**
   * Loads the composition root under the environment of the template and drives what it wires.
   *
   * The names in the calls are then those that the template gives, through the code that reads them.
   */
  run(recorder: SdkRecorder, environment: Readonly<Record<string, string>>, template: ConcreteTemplate): Promise<void>;
}

/** Sets the environment as Lambda would. */
export function setEnvironment(environment: Readonly<Record<string, string>>, more: Readonly<Record<string, string>>) {
  Object.assign(process.env, environment, more, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'example',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
}

/** Clients of the SDK that functions use: the recorder has to stand before these very classes. */
const CLIENTS = ['bedrock-runtime', 'cloudwatch', 'dynamodb', 'kms', 'lambda', 's3', 'secrets-manager', 'sns', 'wafv2'];

/** Loads a composition root afresh, with stand-ins for some of its modules, over the clients that are recorded. */
export function loadRoot(root: string, standIns: Readonly<Record<string, object>>): unknown {
  const clients = CLIENTS.map((name) => `@aws-sdk/client-${name}`).map((name) => [name, jest.requireActual(name)]);
  const here = (file: string): string => path.join(__dirname, '..', '..', '..', file);
  const all = [...clients, ...Object.entries(standIns).map(([file, exports]) => [here(file), exports])] as [
    string,
    object,
  ][];
  for (const [name, exports] of all) jest.doMock(name, () => exports);
  let loaded: unknown;
  jest.isolateModules(() => {
    loaded = jest.requireActual(here(root));
  });
  for (const [name] of all) jest.dontMock(name);
  return loaded;
}

/** Runs steps one after another, each on its own: what an answer of the recorder cannot satisfy is no fault of a call. */
export async function drive(...steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch {
      // the call was made, which is what is looked at here.
    }
  }
}

/** Reads an async iterable to its end. */
export async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const item of items) void item;
}
