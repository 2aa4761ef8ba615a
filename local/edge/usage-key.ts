import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** The template's authorizer, as far as the edge has to know it. */
export interface AuthorizerSettings {
  readonly functionName: string;
  readonly type: 'TOKEN' | 'REQUEST';
  readonly cacheSeconds: number;
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>`. */
  readonly stageArn: string;
}

/** The request, as far as an authorizer looks at it. */
export interface AuthorizedRequest {
  readonly method: string;
  /** Path below the stage. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Results kept at most; each is one token. */
const MOST_TOKENS = 1_000;

/**
 * The usage-plan key of a caller, from the `usageIdentifierKey` of the template's own authorizer.
 *
 * API Gateway takes the key from the authorizer's answer (key source AUTHORIZER); the emulator takes it from
 * the `x-api-key` header only. So the edge asks the same function first and sends its answer as that header.
 * It grants nothing: the emulator then runs the authorizer again and decides.
 */
export class UsageKeys {
  private readonly cache = new Map<string, { readonly key: Promise<string | undefined>; readonly untilMs: number }>();

  public constructor(
    private readonly lambda: LambdaClient,
    private readonly authorizer: AuthorizerSettings,
  ) {}

  public async keyOf(request: AuthorizedRequest): Promise<string | undefined> {
    const { authorization } = request.headers;
    // nothing to ask about: the emulator refuses it.
    if (authorization === undefined || !/^bearer [\w-]+\.[\w-]+\.[\w-]*$/i.test(authorization)) return undefined;
    const cached = this.cache.get(authorization);
    if (cached && cached.untilMs > Date.now()) return cached.key;
    const key = this.ask(request, authorization).catch(() => undefined);
    this.cache.set(authorization, { key, untilMs: Date.now() + this.authorizer.cacheSeconds * 1000 });
    if (this.cache.size > MOST_TOKENS) this.cache.delete(this.cache.keys().next().value ?? '');
    // a refusal is not kept: API Gateway asks again, too.
    if ((await key) === undefined) this.cache.delete(authorization);
    return key;
  }

  private async ask({ method, path, headers }: AuthorizedRequest, token: string): Promise<string | undefined> {
    const { functionName, type, stageArn } = this.authorizer;
    const methodArn = `${stageArn}/${method}${path}`;
    const event =
      type === 'TOKEN'
        ? { type, methodArn, authorizationToken: token }
        : {
            type,
            methodArn,
            resource: path,
            path,
            httpMethod: method,
            headers,
            multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
            queryStringParameters: null,
            multiValueQueryStringParameters: null,
            pathParameters: null,
            stageVariables: null,
            requestContext: { path, httpMethod: method, stage: stageArn.split('/').at(-1), identity: {} },
          };
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    if (FunctionError !== undefined || !Payload) return undefined;
    const { usageIdentifierKey } = JSON.parse(Buffer.from(Payload).toString('utf8')) as { usageIdentifierKey?: string };
    return usageIdentifierKey;
  }
}
