/** One fault that somebody might put into the budget. */
export interface Mutant {
  /** Below `lambda/gateway/budget`. */
  readonly file: string;
  /** What is there, exactly once. */
  readonly from: string;
  readonly to: string;
}

const mutant = (file: string, from: string, to: string): Mutant => ({ file, from, to });

/** Faults by hand: each removes a condition, moves a bound by one, or forgets half of a write. */
export const MUTANTS: readonly Mutant[] = [
  // the reservation
  mutant('reserve.ts', "update.require('attribute_not_exists(st)');", ''),
  mutant('reserve.ts', 'update.require(`attribute_not_exists(rc.${update.name(revocable.client)})`);', ''),
  mutant('reserve.ts', "for (const place of ['f', 'x', 'g'])", "for (const place of ['x', 'g'])"),
  mutant('reserve.ts', "for (const place of ['f', 'x', 'g'])", "for (const place of ['f', 'x'])"),
  mutant('reserve.ts', 'update.require(`size(f)<${', 'update.require(`size(f)<=${'),
  mutant('reserve.ts', '`${path}.n<${update.number(most + ended)}`', '`${path}.n<=${update.number(most + ended)}`'),
  mutant('reserve.ts', '`${path}.n+${update.number(1 - ended)}`', '`${path}.n+${update.number(1)}`'),
  mutant('reserve.ts', '(concurrentRequests ?? Infinity) < 1', '(concurrentRequests ?? Infinity) < 0'),
  mutant('reserve.ts', "'attribute_not_exists(q)' : `q=${", "'attribute_not_exists(q)' : `q>=${"),
  mutant('reserve.ts', '.require(`${block}.n>=${update.number(1)}`)', ''),
  mutant('reserve.ts', 'update.require(`${block}.k>=${update.number(tokens)}`)', 'update'),
  // the sums
  mutant('charge.ts', 'update.require(`${prefix}s=${update.number(scope.slot)}`);', ''),
  mutant('charge.ts', '`${path}<=${update.number(limit - added)}`', '`${path}<=${update.number(limit)}`'),
  mutant('charge.ts', 'turned >= RING_SLOTS', 'turned > RING_SLOTS'),
  mutant('charge.ts', 'dropped += held;', ''),
  mutant('charge.ts', "if (meter.ring === 'k') update.require(", "if (meter.ring === 'r') update.require("),
  mutant('charge.ts', 'costOf(cost) > (limits[limit] ?? Infinity)', 'costOf(cost) >= (limits[limit] ?? Infinity)'),
  mutant('calendar.ts', 'export const RING_SLOTS = 13;', 'export const RING_SLOTS = 12;'),
  // the settlement
  mutant('settle.ts', 'update.require(`${place}.${id}=${update.value(packed)}`)', 'update'),
  mutant('settle.ts', "view?.expired.has(request.key) ? 'x' : 'f'", "'f'"),
  mutant('settle.ts', "if (place === 'f') update.require(", 'update.require('),
  mutant('settle.ts', 'slotNow > entry.slot + RING_SLOTS - 1', 'slotNow > entry.slot + RING_SLOTS'),
  mutant('settle.ts', 'update.require(`${prefix}s>${last}`);', ''),
  mutant('settle.ts', 'update.require(`${prefix}s<=${last}`);', ''),
  mutant('settle.ts', 'update.require(`${prefix}s<${next}`).add(', 'update.add('),
  mutant('settle.ts', 'update.require(`${prefix}s>=${next}`);', ''),
  mutant('settle.ts', 'if (request.late && (view', 'if (!request.late && (view'),
  mutant('settle.ts', 'if (view?.block(name)?.id !== id) return;', 'if (!view?.block(name)) return;'),
  // what is past its expiry
  mutant('clear.ts', 'update.require(`f.${id}=${value}`).remove(`f.${id}`);', 'update.remove(`f.${id}`);'),
  mutant(
    'clear.ts',
    'entry.expiresAtMs > nowMs || count === MAX_CLEARED',
    'entry.expiresAtMs >= nowMs + 5_000 || count === MAX_CLEARED',
  ),
  mutant('clear.ts', 'update.set(`x.${id}`, value)', 'update'),
  // the decision
  mutant('decide.ts', 'earlier?.nonce === request.nonce', 'earlier !== undefined'),
  mutant('decide.ts', 'ringSumAt(scope, ring, slot) + added <= most', 'ringSumAt(scope, ring, slot) + added < most'),
  mutant('decide.ts', 'running >= places', 'running > places'),
  mutant('decide.ts', "if (view.disabled) return { kind: 'refused', refusal: never('tenant_disabled') };", ''),
  // shares and shards
  mutant('share.ts', '+ BigInt(limit) - 1n)', ')'),
  mutant('share.ts', 'if (share >= WHOLE_SHARE) return limits;', 'if (share > 0) return limits;'),
  mutant('share-broker.ts', 'requireUnchanged(update, giver);', ''),
  mutant('share-broker.ts', "update.set('q', update.number(shareOf(giver, from) - amount));", ''),
  mutant('share-broker.ts', '+ given - (taken ?? 0)', '+ given'),
  mutant(
    'share-broker.ts',
    'for (const to of views.keys()) if (underway(views, from, to) > 0)',
    'for (const to of views.keys()) if (underway(views, from, to) > 1e9)',
  ),
  mutant('share-broker.ts', 'await copyMarks(this.table, tenant, shard, first);', ''),
  mutant(
    'marks.ts',
    '(attribute_not_exists(v) OR v<${version})',
    '(attribute_not_exists(v) OR v<=${version} OR v>${version})',
  ),
  mutant('marks.ts', 'await Promise.all(shards.map((shard) => copyMarks(table, tenant, shard, first)));', ''),
  mutant('shard.ts', 'isLimited(clientLimits) ? client : requestId', 'requestId'),
  // the quota of a model
  mutant('fair-share.ts', 'slot - grant.slot < COUNTED_SLOTS', 'slot - grant.slot < COUNTED_SLOTS - 3'),
  mutant('fair-share.ts', 'const KEPT_FOR_OTHERS = 0.2;', 'const KEPT_FOR_OTHERS = 0;'),
  mutant('fair-share.ts', 'Math.min(most - total[name], equal[name] - own[name])', 'equal[name] - own[name]'),
  mutant('fair-share.ts', 'last && ask.closed?.id === last.id ? giveBack(', 'last && ask.closed ? giveBack('),
  mutant('quota-broker.ts', 'update.set(`${path}.n`, update.number(0)).set(`${path}.k`, update.number(0));', ''),
  mutant(
    'quota-broker.ts',
    'closed ? `${path}.b=${update.number(closed.id)}` : `attribute_not_exists(${path})`',
    "'attribute_exists(pk) OR attribute_not_exists(pk)'",
  ),
  mutant('model-block.ts', 'block.untilSlot >= slot', 'block.untilSlot >= slot - 4'),
  // keys of repeated requests, the stop
  mutant('idempotency-keys.ts', 'update.require(`claimed=${update.value({ S: claim.by })}`);', ''),
  mutant('stop-switch.ts', 'askedAtMs - reading.askedAtMs < READING_MS', 'askedAtMs - reading.askedAtMs <= READING_MS'),
  mutant('stop-switch.ts', 'Number(until) * 1000 > nowMs', 'Number(until) * 1000 < nowMs'),
];
