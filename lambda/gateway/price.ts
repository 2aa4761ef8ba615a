import type { ModelDeployment } from '../../lib/gateway/deployment';

/** What tokens cost, in millionths of a US dollar, rounded up: a budget is never charged less than the bill. */
export function microUsdOf({ price }: ModelDeployment, inputTokens: number, outputTokens: number): number {
  return Math.ceil(
    (inputTokens * price.inputMicroUsdPerMillionTokens + outputTokens * price.outputMicroUsdPerMillionTokens) / 1e6,
  );
}
