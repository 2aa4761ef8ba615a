import { createHash } from 'node:crypto';
import { canonicalJson, parseJson } from './json';

/** Letters of an approval token: 256 unguessable bits in hex. */
export const APPROVAL_TOKEN = /^[0-9a-f]{64}$/;

/** Key of an approval's item: the token itself is kept nowhere, as with a password. */
export function approvalKey(token: string): string {
  return `A#${createHash('sha256').update(token).digest('hex')}`;
}

/**
 * What an approver approves: the same arguments have the same digest, whatever the order of their members.
 *
 * A number that is not written as we would write it counts as it stands, with everything around it: an id of twenty
 * digits is read as its neighbour is, and a tool that reads all digits would be called with what nobody has approved.
 */
export function argumentsDigest(json: string): string {
  const parsed = parseJson(json);
  if (!parsed.ok) throw new Error('approval: expected the arguments of a call as JSON');
  return createHash('sha256')
    .update(keepsItsNumbers(json) ? canonicalJson(parsed.value) : json)
    .digest('hex');
}

/** A text, or a number, of a JSON text. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

function keepsItsNumbers(json: string): boolean {
  for (const [found] of json.matchAll(token)) {
    if (!found.startsWith('"') && String(Number(found)) !== found) return false;
  }
  return true;
}
