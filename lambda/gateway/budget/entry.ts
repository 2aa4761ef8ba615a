import { slotStartMs } from './calendar';

/** One request in flight: what it reserved, where, and until when it counts as running. */
export interface Entry {
  /** Slot that was charged. */
  readonly slot: number;
  /** Told in whole seconds after the start of the slot. */
  readonly expiresAtMs: number;
  readonly tokens: number;
  readonly microUsd: number;
  /** Tells two attempts to use one request id apart; a retry of one attempt carries the same. */
  readonly nonce: number;
  /** The limited client that was charged too, with the meters that it had. */
  readonly client?: { readonly key: string; readonly meters: number };
}

const FIXED_BYTES = 18;
const MAX_UINT24 = 0xff_ffff;
const MAX_UINT32 = 0xffff_ffff;
const MAX_UINT40 = 0xff_ffff_ffff;
const MAX_LIFE_SECONDS = 0xffff;

function requireRange(what: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new RangeError(`${what} of a reservation: expected an integer from 0 to ${max}, got ${value}`);
  }
  return value;
}

/**
 * Packs an entry into 18 bytes, 25 with a client.
 *
 * As a map it would take 60, and twenty of those would not fit into one write unit of 1,024 bytes.
 */
export function encodeEntry(entry: Entry): Uint8Array {
  const bytes = Buffer.alloc(FIXED_BYTES + (entry.client ? 1 + entry.client.key.length : 0));
  // a writer whose clock is ahead may have moved the slot past the expiry.
  const life = Math.max(0, Math.ceil((entry.expiresAtMs - slotStartMs(entry.slot)) / 1000));
  bytes.writeUInt32BE(requireRange('slot', entry.slot, MAX_UINT32), 0);
  bytes.writeUInt32BE(requireRange('tokens', entry.tokens, MAX_UINT32), 4);
  bytes.writeUIntBE(requireRange('microUsd', entry.microUsd, MAX_UINT40), 8, 5);
  bytes.writeUInt16BE(requireRange('seconds to the expiry', life, MAX_LIFE_SECONDS), 13);
  bytes.writeUIntBE(requireRange('nonce', entry.nonce, MAX_UINT24), 15, 3);
  if (entry.client) {
    bytes.writeUInt8(requireRange('meters', entry.client.meters, 0xff), FIXED_BYTES);
    bytes.write(entry.client.key, FIXED_BYTES + 1, 'latin1');
  }
  return bytes;
}

/** Unpacks what `encodeEntry` packed. */
export function decodeEntry(value: Uint8Array): Entry {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const slot = bytes.readUInt32BE(0);
  const entry: Entry = {
    slot,
    tokens: bytes.readUInt32BE(4),
    microUsd: bytes.readUIntBE(8, 5),
    expiresAtMs: slotStartMs(slot) + bytes.readUInt16BE(13) * 1000,
    nonce: bytes.readUIntBE(15, 3),
  };
  if (bytes.length === FIXED_BYTES) return entry;
  return {
    ...entry,
    client: { meters: bytes.readUInt8(FIXED_BYTES), key: bytes.toString('latin1', FIXED_BYTES + 1) },
  };
}

/** Reads only when a packed entry expires. */
export function expiryOf(value: Uint8Array): number {
  const slot = (((value[0] ?? 0) << 24) | ((value[1] ?? 0) << 16) | ((value[2] ?? 0) << 8) | (value[3] ?? 0)) >>> 0;
  return slotStartMs(slot) + (((value[13] ?? 0) << 8) | (value[14] ?? 0)) * 1000;
}
