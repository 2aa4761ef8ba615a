import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Principal } from '../core/principal';

/** The parts of a request that come from API Gateway and the authorizer, not from the body. */
export interface Call {
  /** Made on our side, by Lambda; a caller cannot choose it. */
  readonly requestId: string;
  /** API Gateway's id, for its own logs; a caller can choose it. */
  readonly apiRequestId: string | undefined;
  readonly method: string;
  /** Path below the stage, as the method is declared, e.g. `/chat/completions`. */
  readonly path: string;
  /** Absent when the authorizer's context is not complete: nobody is served then. */
  readonly principal: Principal | undefined;
  /** When the caller's token ends, ms since the epoch; 0 when the authorizer did not say. */
  readonly tokenEndsAtMs: number;
  /** All values that a header was sent with, over all spellings of its name. */
  readonly header: (name: string) => readonly string[];
  readonly body: string;
  readonly bodyIsBase64: boolean;
}

/** Reads an event of API Gateway's proxy integration. Never throws on what a caller can send. */
export function readCall(event: APIGatewayProxyEvent, requestId: string): Call {
  const headers = headerTable(event);
  return {
    requestId,
    apiRequestId: identifier(event.requestContext?.extendedRequestId ?? event.requestContext?.requestId),
    method: event.httpMethod ?? '',
    // the resource, not the path: a custom domain's base path and a caller's spelling are not in it.
    path: event.resource ?? event.path ?? '',
    principal: readPrincipal(event.requestContext?.authorizer ?? undefined),
    tokenEndsAtMs: seconds(event.requestContext?.authorizer?.exp) * 1000,
    header: (name) => headers.get(name) ?? [],
    body: event.body ?? '',
    bodyIsBase64: event.isBase64Encoded === true,
  };
}

function headerTable(event: APIGatewayProxyEvent): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  const add = (name: string, values: readonly (string | undefined)[]): void => {
    const known = table.get(name.toLowerCase()) ?? [];
    known.push(...values.filter((value) => value !== undefined));
    table.set(name.toLowerCase(), known);
  };
  // `headers` keeps the last of several values only: a duplicate would pass unseen.
  if (event.multiValueHeaders) {
    for (const [name, values] of Object.entries(event.multiValueHeaders)) add(name, values ?? []);
  } else {
    for (const [name, value] of Object.entries(event.headers ?? {})) add(name, [value]);
  }
  return table;
}

function readPrincipal(context: Readonly<Record<string, unknown>> | undefined): Principal | undefined {
  const tenant = identifier(context?.tenant);
  const client = identifier(context?.client);
  if (tenant === undefined || client === undefined) return undefined;
  const user = identifier(context?.user);
  return {
    tenant,
    client,
    ...(user === undefined ? {} : { user }),
    roles: words(context?.roles),
    scopes: words(context?.scopes),
  };
}

function seconds(value: unknown): number {
  return typeof value === 'string' && /^\d{1,12}(\.\d+)?$/.test(value) ? Number(value) : 0;
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function words(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : [];
}
