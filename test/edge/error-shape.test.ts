import { REASONS, type ReasonCode } from '../../lambda/core/reason';
import { GATEWAY_RESPONSES } from '../../lib/edge/gateway-responses';
import { SHIPPED_CONFIG, synthTemplate } from '../synth';

interface ErrorBody {
  readonly error: { readonly message: string; readonly type: string; readonly param: null; readonly code: string };
}

const template = synthTemplate(SHIPPED_CONFIG);

/** Types that the API Gateway developer guide lists. */
const TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

describe('gateway responses', () => {
  const responses = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse')).map(
    ({ Properties }) => Properties,
  );

  test('cover every type that API Gateway has', () => {
    expect(responses.map(({ ResponseType }) => ResponseType).sort()).toEqual(TYPES);
  });

  test.each(TYPES)('%s has the shape, status and words of the table of reasons', (type) => {
    const response = responses.find(({ ResponseType }) => ResponseType === type)!;
    const body: ErrorBody = JSON.parse(response.ResponseTemplates['application/json']);
    const reason = REASONS[body.error.code as ReasonCode];
    expect(body.error).toEqual({ message: expect.any(String), type: reason.type, param: null, code: body.error.code });
    if (!type.startsWith('DEFAULT_')) {
      expect(body.error.message).toBe(reason.message);
      expect(response.StatusCode).toBe(String(reason.status));
    }
  });

  test('carry the request id and headers that keep a browser from guessing or keeping them', () => {
    for (const { ResponseParameters } of responses) {
      expect(ResponseParameters).toMatchObject({
        'gatewayresponse.header.x-request-id': 'context.requestId',
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      });
    }
  });

  test('say when to try again after a throttle', () => {
    for (const type of ['THROTTLED', 'QUOTA_EXCEEDED']) {
      expect(GATEWAY_RESPONSES[type]?.headers).toHaveProperty('Retry-After');
    }
  });
});

describe("WAF's own answers", () => {
  const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
  const bodies: Record<string, { Content: string }> = acl!.Properties.CustomResponseBodies;

  test.each(Object.keys(bodies))('%s is an error of the table of reasons', (name) => {
    const { error }: ErrorBody = JSON.parse(bodies[name]!.Content);
    expect(REASONS[error.code as ReasonCode]).toMatchObject({ type: error.type, message: error.message });
  });
});
