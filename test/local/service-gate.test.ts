import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startServiceGate, type ServiceFault, type ServiceGate } from '../../local/service-gate';

let emulator: Server;
let gate: ServiceGate;
beforeAll(async () => {
  emulator = createServer((_, response) => response.end('{"from":"the emulator"}'));
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
  gate = await startServiceGate(new URL(`http://127.0.0.1:${(emulator.address() as AddressInfo).port}`));
});
afterEach(() => gate.setFaults([]));
afterAll(async () => {
  await gate.close();
  emulator.closeAllConnections();
  await new Promise((resolve) => emulator.close(resolve));
});

function call(service: string, body: string, target = 'DynamoDB_20120810.PutItem'): Promise<Response> {
  return fetch(gate.url, {
    method: 'POST',
    body,
    headers: {
      connection: 'close',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/${service}/aws4_request, Signature=x`,
      'x-amz-target': target,
    },
  });
}
const fault = (mode: ServiceFault['mode'], more: Partial<ServiceFault> = {}): void =>
  gate.setFaults([{ service: 'dynamodb', mode, ...more }]);

test('what no fault is set for passes', async () => {
  fault('down', { match: 'AuditTable' });
  expect(await (await call('dynamodb', '{"TableName":"BudgetTable"}')).json()).toEqual({ from: 'the emulator' });
  expect((await call('kms', 'AuditTable')).status).toBe(200);
});

test('down cuts the connection', async () => {
  fault('down', { match: 'AuditTable' });
  await expect(call('dynamodb', '{"TableName":"AuditTable"}')).rejects.toThrow('fetch failed');
});

test('throttled is an error that the SDK knows', async () => {
  fault('throttle');
  const answer = await call('dynamodb', '');
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'ThrottlingException']);
});

test('wrong is success and nonsense', async () => {
  fault('wrong');
  const answer = await call('dynamodb', '');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('not what was asked for');
});

test('slow waits, and then does what was asked', async () => {
  fault('slow', { delayMs: 300 });
  const startedMs = performance.now();
  expect(await (await call('dynamodb', '')).json()).toEqual({ from: 'the emulator' });
  expect(performance.now() - startedMs).toBeGreaterThan(290);
});

test("an issuer's keys are a service of their own", async () => {
  gate.setFaults([{ service: 'jwks', mode: 'down' }]);
  await expect(fetch(`${gate.url}/us-east-1_pool/.well-known/jwks.json`)).rejects.toThrow('fetch failed');
  expect((await fetch(`${gate.url}/us-east-1_pool/.well-known/openid-configuration`)).status).toBe(200);
});

test('calls are noted by service and operation, those of the log agent are not', async () => {
  await fetch(`${gate.url}/_gate/clear`, { method: 'POST' });
  await call('dynamodb', '');
  await call('logs', '', 'Logs_20140328.PutLogEvents');
  expect(gate.calls).toEqual([{ service: 'dynamodb', operation: 'PutItem' }]);
});

test('what the runner adds can be asked for', async () => {
  let asked = 0;
  gate.control('recycle-gateway', () => void (asked += 1));
  await fetch(`${gate.url}/_gate/recycle-gateway`, { method: 'POST' });
  expect(asked).toBe(1);
});
