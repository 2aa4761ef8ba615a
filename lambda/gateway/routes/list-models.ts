import type { Exchange } from '../exchange';
import { answerHeaders } from '../reply';

/** Answers `/models`: the models that the caller may use, and no other. */
export async function listModels(exchange: Exchange): Promise<void> {
  const access = await exchange.access();
  if (!access.ok) return exchange.deny(access);
  // a request without tokens: it counts as one, and the deny-list is in the reservation's condition.
  const reserved = await exchange.reserve(access.value, 0, 0);
  if (!reserved.ok) return exchange.deny(reserved);
  await exchange.settle(0, 0);
  const { deployment } = exchange.gateway;
  const data = deployment.models
    .filter(({ name }) => access.value.models.includes(name))
    .map(({ name, kind, price }) => ({
      id: name,
      object: 'model',
      created: Math.floor(Date.parse(`${price.asOf}T00:00:00Z`) / 1000) || 0,
      owned_by: 'organization',
      kind,
    }));
  exchange.trace.stage = 'done';
  exchange.trace.status = 200;
  await exchange.reply.send(
    200,
    answerHeaders(exchange.call.requestId, 'application/json', exchange.rateLimit),
    JSON.stringify({ object: 'list', data }),
  );
}
