/** What API Gateway knows about a request, by `$context` name without the prefix. */
export type AccessContext = Readonly<Record<string, string | number | undefined>>;

/**
 * Writes one line in the format of the template's stage.
 *
 * A variable without a value is `-`, as in API Gateway; inside a JSON format a value is escaped.
 */
export function accessLogLine(format: string, context: AccessContext): string {
  return format.replace(/\$context\.([A-Za-z0-9_.]+)/g, (_, name: string) => {
    const value = context[name];
    return value === undefined || value === '' ? '-' : JSON.stringify(String(value)).slice(1, -1);
  });
}
