/** `AWS::ApiGateway::GatewayResponse` as in the template. */
export interface GatewayResponseProperties {
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseTemplates?: Readonly<Record<string, string>>;
  readonly ResponseParameters?: Readonly<Record<string, string>>;
}

/** An answer that API Gateway writes itself. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the edge has to answer in API Gateway's place, because the emulator does not get that far. */
const DEFAULTS = {
  WAF_FILTERED: { status: 403, message: 'Forbidden' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
  INTEGRATION_FAILURE: { status: 504, message: 'Internal server error' },
  DEFAULT_5XX: { status: 500, message: 'Internal server error' },
} as const;

export type GatewayResponseType = keyof typeof DEFAULTS;

/** Renders the template's gateway responses: its own for a type, else `DEFAULT_4XX` or `DEFAULT_5XX`, else AWS's. */
export function gatewayResponses(
  templates: readonly GatewayResponseProperties[],
): (type: GatewayResponseType, requestId: string, status?: number) => GatewayAnswer {
  const byType = new Map(templates.map((template) => [template.ResponseType, template]));
  return (type, requestId, status) => {
    const fallback = DEFAULTS[type];
    const own = byType.get(type);
    const usual = status ?? fallback.status;
    const template = own ?? byType.get(usual < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    const render = (text: string): string =>
      text
        .replaceAll('$context.requestId', requestId)
        .replaceAll('$context.error.messageString', JSON.stringify(fallback.message))
        .replaceAll('$context.error.message', fallback.message)
        .replaceAll('$context.error.responseType', type);
    const headers = Object.fromEntries(
      Object.entries(template?.ResponseParameters ?? {}).flatMap(([parameter, value]) => {
        const name = /^gatewayresponse\.header\.(.+)$/.exec(parameter)?.[1];
        return name === undefined ? [] : [[name.toLowerCase(), parameterValue(value, requestId)]];
      }),
    );
    return {
      status: status ?? (own?.StatusCode === undefined ? fallback.status : Number(own.StatusCode)),
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
      body: render(template?.ResponseTemplates?.['application/json'] ?? '{"message":$context.error.messageString}'),
    };
  };
}

function parameterValue(value: string, requestId: string): string {
  const literal = /^'(.*)'$/.exec(value)?.[1];
  return literal ?? (value === 'context.requestId' ? requestId : '');
}
