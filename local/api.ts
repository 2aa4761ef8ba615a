import type { MockFault, ModelCall } from './bedrock/bedrock-mock';
import { fetchToken } from '../cli/access-token';
import type { LocalEndpoint } from './endpoint';
import type { ServiceCall, ServiceFault } from './service-gate';

/** The running local API, and what a proof may do to it. */
export interface LocalApiControl {
  readonly endpoint: LocalEndpoint;
  /** A token of the demo client. */
  token(): Promise<string>;
  /** Calls that reached the model since the last `forget`. */
  modelCalls(): Promise<readonly ModelCall[]>;
  /** AWS calls of the gateway function since the last `forget`. */
  serviceCalls(): Promise<readonly ServiceCall[]>;
  forget(): Promise<void>;
  /** Makes the model fail, hang or slow, until `{}`. */
  setModelFault(fault: MockFault): Promise<void>;
  /** Lets the answers go on that wait at `[[hold=N]]` in their prompt. */
  releaseAnswers(): Promise<void>;
  /** Takes services away from the functions and from the log agent, until `[]`. */
  setServiceFaults(faults: readonly ServiceFault[]): Promise<void>;
  /** Ends the gateway's execution environments as Lambda does: the idle ones now, the busy ones after their answer. */
  recycleGateway(): Promise<void>;
  /** Kills the gateway's execution environments in the middle of what they do. */
  crashGateway(): Promise<void>;
  /** Ends the authorizer's execution environments, and with them the keys that it knows. */
  recycleAuthorizer(): Promise<void>;
}

/** Controls the API that an endpoint describes. */
export function controlOf(endpoint: LocalEndpoint): LocalApiControl {
  const { bedrockUrl, gateUrl } = endpoint;
  return {
    endpoint,
    token: () => fetchToken(endpoint.tokenUrl, endpoint),
    modelCalls: async () => (await post<{ calls: ModelCall[] }>(`${bedrockUrl}/_mock/calls`)).calls,
    serviceCalls: async () => (await post<{ calls: ServiceCall[] }>(`${gateUrl}/_gate/calls`)).calls,
    forget: async () => {
      await post(`${bedrockUrl}/_mock/clear`);
      await post(`${gateUrl}/_gate/clear`);
    },
    setModelFault: async (fault) => void (await post(`${bedrockUrl}/_mock/fault`, fault)),
    releaseAnswers: async () => void (await post(`${bedrockUrl}/_mock/release`)),
    setServiceFaults: async (faults) => void (await post(`${gateUrl}/_gate/faults`, faults)),
    recycleGateway: async () => void (await post(`${gateUrl}/_gate/recycle-gateway`)),
    crashGateway: async () => void (await post(`${gateUrl}/_gate/crash-gateway`)),
    recycleAuthorizer: async () => void (await post(`${gateUrl}/_gate/recycle-authorizer`)),
  };
}

async function post<Answer>(url: string, body: unknown = {}): Promise<Answer> {
  // a connection that was kept may be closed by now: a caller that computed for seconds cannot tell, and POST is not retried.
  const answer = await fetch(url, { method: 'POST', headers: { connection: 'close' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: expected 200, got ${answer.status}`);
  return (await answer.json()) as Answer;
}
