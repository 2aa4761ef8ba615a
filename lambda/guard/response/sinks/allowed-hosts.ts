/** Decides which hosts an answer may point a reader's browser to. */
export type AllowsHost = (host: string) => boolean;

const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A host is allowed when it is listed exactly, or below a listed `*.domain`.
 *
 * @throws when a pattern is not a lower-case host name, optionally after `*.`.
 */
export function allowedHosts(patterns: readonly string[]): AllowsHost {
  const exact = new Set<string>();
  const below: string[] = [];
  for (const pattern of patterns) {
    if (!HOST_PATTERN.test(pattern))
      throw new Error(`allowed host: expected a lower-case host name or *.host, got '${pattern}'`);
    if (pattern.startsWith('*.')) below.push(pattern.slice(1));
    else exact.add(pattern);
  }
  return (host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    return exact.has(name) || below.some((suffix) => name.length > suffix.length && name.endsWith(suffix));
  };
}

/** Scheme, host and optional port of an absolute web address; what follows must not extend the authority. */
const ORIGIN = /^https?:\/\/([A-Za-z0-9.-]{1,255})(?::\d{1,5})?(?=[/?#]|$)/i;
/** A path below the page, without query: nothing in it can name a host or a scheme, or be taken for one. */
const RELATIVE = /^(?!\/|www\.)[\w.~/-]{0,512}(?:#[\w.~/-]{0,256})?$/;

/** Whether a link may point to `destination`: an allowed host, or a place below the page itself. */
export function allowsDestination(destination: string, allows: AllowsHost): boolean {
  const host = ORIGIN.exec(destination)?.[1];
  return host === undefined ? RELATIVE.test(destination) && !destination.includes('//') : allows(host);
}
