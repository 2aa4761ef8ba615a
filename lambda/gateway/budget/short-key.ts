import { createHash } from 'node:crypto';

const shortened = (text: string, characters: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, characters);

/**
 * Name of a request in the budget item: 42 bits.
 *
 * Short, because twenty of them have to fit into one write unit. Two requests in flight with one name are told apart
 * by their nonce, and the later one is refused: a collision (one in 10¹⁰ at a thousand in flight) fails closed.
 */
export function requestKey(requestId: string): string {
  return shortened(`r\n${requestId}`, 7);
}

/** Name of a limited client in the budget item: 36 bits, ample for the clients of one tenant. */
export function clientKey(client: string): string {
  return shortened(`c\n${client}`, 6);
}

/** Name of a revoked client or user in the budget item: 60 bits; a collision refuses, it never lets through. */
export function revokedKey(subject: string): string {
  return shortened(`v\n${subject}`, 10);
}
