import { accessLogLine } from '../../local/edge/access-log';
import { gatewayResponses } from '../../local/edge/gateway-responses';
import { embeddedMetrics } from '../../local/edge/log-sink';
import { parseOptions } from '../../local/options';

describe('an access log line', () => {
  test('fills in what is known, and a dash for the rest', () => {
    const line = accessLogLine('{"id":"$context.requestId","tenant":"$context.authorizer.tenant"}', {
      requestId: 'r1',
    });
    expect(JSON.parse(line)).toEqual({ id: 'r1', tenant: '-' });
  });

  test('cannot be forged by a value', () => {
    const line = accessLogLine('{"agent":"$context.identity.userAgent"}', { 'identity.userAgent': 'x","admin":"y\n' });
    expect(Object.keys(JSON.parse(line) as object)).toEqual(['agent']);
    expect(line).not.toContain('\n');
  });
});

describe('gateway responses', () => {
  const render = gatewayResponses([
    {
      ResponseType: 'DEFAULT_5XX',
      ResponseTemplates: { 'application/json': '{"error":$context.error.messageString,"id":"$context.requestId"}' },
      ResponseParameters: {
        'gatewayresponse.header.X-Request-Id': 'context.requestId',
        'gatewayresponse.header.Cache-Control': "'no-store'",
      },
    },
    { ResponseType: 'WAF_FILTERED', StatusCode: '418' },
  ]);

  test("come from the template's own type, else from its default", () => {
    expect(render('WAF_FILTERED', 'r').status).toBe(418);
    expect(render('INTEGRATION_TIMEOUT', 'r1')).toEqual({
      status: 504,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': 'r1',
        'x-request-id': 'r1',
        'cache-control': 'no-store',
      },
      body: '{"error":"Endpoint request timed out","id":"r1"}',
    });
  });
});

describe('embedded metrics', () => {
  const line = (more: object) =>
    JSON.stringify({
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['stage']], Metrics: [{ Name: 'Blocked', Unit: 'Count' }] }],
      },
      stage: 'guard',
      ...more,
    });

  test('become data points', () => {
    expect(embeddedMetrics(line({ Blocked: 2 }))).toEqual([
      {
        namespace: 'N',
        datum: {
          MetricName: 'Blocked',
          Value: 2,
          Unit: 'Count',
          Timestamp: new Date(1),
          Dimensions: [{ Name: 'stage', Value: 'guard' }],
        },
      },
    ]);
  });

  test.each(['plain text', '{"_aws": broken', '{"a":1}', line({})])('are not in %s', (text) => {
    expect(embeddedMetrics(text)).toEqual([]);
  });
});

describe('options', () => {
  test('have defaults', () => {
    expect(parseOptions([])).toMatchObject({ once: false, detach: false, port: undefined, upstream: undefined });
  });

  test.each([
    [['--port', '70000'], /--port: expected a number/],
    [['--upstream', 'ftp://x'], /--upstream: expected an http or https URL/],
    [['--endpoint', 'nonsense'], /--endpoint: expected/],
    [['--once', '--detach'], /expected one of them/],
    [['--nope'], /--nope/],
  ])('%j is refused by name', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
