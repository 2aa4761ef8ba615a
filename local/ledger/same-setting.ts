/**
 * Whether a service gives back what the template says.
 *
 * Everything that the template names must be there; what a service adds of its own is not looked at. Numbers and
 * booleans may come as text, keys may start in lower case, lists may come in another order.
 */
export function sameSetting(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length < expected.length) return false;
    return expected.every((item) => got.some((candidate) => sameSetting(item, candidate)));
  }
  if (typeof expected === 'object' && expected !== null) {
    const target = typeof got === 'string' ? parsed(got) : got;
    if (typeof target !== 'object' || target === null) return false;
    const byName = new Map(Object.entries(target).map(([name, value]) => [name.toLowerCase(), value as unknown]));
    return Object.entries(expected).every(([name, value]) => sameSetting(value, byName.get(name.toLowerCase())));
  }
  if (got === undefined || got === null) return expected === false || expected === '';
  const [left, right] = [String(expected), typeof got === 'object' ? JSON.stringify(got) : String(got)];
  // one side may hold an ARN and the other the id in it.
  return (
    left === right ||
    (left.length > 8 && right.endsWith(`/${left}`)) ||
    (right.length > 8 && left.endsWith(`/${right}`))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
