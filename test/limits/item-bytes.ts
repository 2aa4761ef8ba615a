import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Size of an item as DynamoDB counts it: a write unit holds 1,024 bytes. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  if (value.L !== undefined) return 3 + value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 0);
  throw new Error('item: expected text, number, bytes, map or list');
}

/** One byte for two significant digits, and one more; zeros at either end cost nothing. */
function numberBytes(number: string): number {
  const digits = number.replace('-', '').replace(/^0+/, '').replace(/0+$/, '').length;
  return 1 + Math.ceil(Math.max(1, digits) / 2) + (number.startsWith('-') ? 1 : 0);
}
