import type { AccountPorts } from './account-ports';
import { complaint, ok, type DoctorCheck, type Finding } from './finding';
import type { PlannedModel } from './plan';

/** Bedrock in this Region: the models, whether they stream, whether they answer, and Guardrails. */
export const MODEL_CHECKS: readonly DoctorCheck<AccountPorts>[] = [
  {
    name: 'models',
    run: async ({ plan, model, callModel, region }) =>
      Promise.all((plan?.models ?? []).map((planned) => checkModel(planned, { model, callModel, region }))),
  },
  {
    name: 'guardrails',
    run: async ({ plan, guardrailsAnswer, region }) => {
      try {
        await guardrailsAnswer();
        return ok('guardrails', `Bedrock Guardrails answers in ${region ?? 'this Region'}`);
      } catch (error) {
        return complaint(
          plan?.guardrails === true ? 'failed' : 'warning',
          'guardrails',
          error instanceof Error ? error.name : 'no answer',
          plan?.guardrails === true
            ? 'the config switches the managed guard on, and this Region or role has none'
            : 'the managed guard cannot be switched on here; the config does not ask for it',
          'aws bedrock list-guardrails',
        );
      }
    },
  },
];

async function checkModel(
  planned: PlannedModel,
  { model, callModel, region }: Pick<AccountPorts, 'model' | 'callModel' | 'region'>,
): Promise<Finding> {
  const check = `model ${planned.name}`;
  const known = await model(planned.modelId);
  if (known === undefined)
    return complaint(
      'failed',
      check,
      `${planned.modelId} is not in ${region ?? 'this Region'}`,
      'each call of it ends with 503',
      `aws bedrock list-foundation-models --query "modelSummaries[].modelId"`,
    );
  if (planned.kind === 'chat' && !known.streams)
    return complaint(
      'failed',
      check,
      `${planned.modelId} does not stream`,
      'a streamed call of it ends with 502',
      `aws bedrock list-foundation-models --query "modelSummaries[?responseStreamingSupported].modelId"`,
    );
  try {
    await callModel(planned);
  } catch (error) {
    return complaint(
      'failed',
      check,
      error instanceof Error ? error.name : 'no answer',
      'the account has no access to it, or your role may not call it: each call of the API ends with 503',
      `aws bedrock create-foundation-model-agreement --model-id ${planned.modelId} --offer-token TOKEN (or: Bedrock console, model access)`,
    );
  }
  return known.status === 'LEGACY'
    ? complaint(
        'warning',
        check,
        `${planned.modelId} is legacy`,
        'AWS will withdraw it',
        'choose its successor in llm-api.config.json',
      )
    : ok(check, `${planned.modelId} answers`);
}
