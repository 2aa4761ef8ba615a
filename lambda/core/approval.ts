import { createHash } from 'node:crypto';
import { canonicalJson, parseJson } from './json';

/** Letters of an approval token: 256 unguessable bits in hex. */
export const APPROVAL_TOKEN = /^[0-9a-f]{64}$/;

/** Key of an approval's item: the token itself is kept nowhere, as with a password. */
export function approvalKey(token: string): string {
  return `A#${createHash('sha256').update(token).digest('hex')}`;
}

/** What an approver approves: the same arguments have the same digest, whatever the order of their members. */
export function argumentsDigest(json: string): string {
  const parsed = parseJson(json);
  if (!parsed.ok) throw new Error('approval: expected the arguments of a call as JSON');
  return createHash('sha256').update(canonicalJson(parsed.value)).digest('hex');
}
