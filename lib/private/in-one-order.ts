/**
 * A value with the names of its objects in one order.
 *
 * The same config must be the same bytes, and so the same asset, whichever language it was written in: jsii hands
 * members over in an order of its own.
 */
export function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOneOrder(member)]));
}
