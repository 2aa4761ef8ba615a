import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

/** Every method and every tier has a throttle; every tier a quota. */
export const throttles: TemplateRule = {
  id: 'LLM10-THROTTLE',
  info: 'A stage or usage plan takes requests without a limit of its own.',
  why: "The account's limit is shared by every API in it.",
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::UsagePlan'],
  run: ({ type, properties }) => {
    const positive = (value: unknown) => Number(value) > 0;
    if (type === 'AWS::ApiGateway::UsagePlan') {
      const throttle = record(properties.Throttle);
      return [
        ...(positive(throttle.RateLimit) && positive(throttle.BurstLimit) ? [] : ['no-throttle']),
        ...(positive(record(properties.Quota).Limit) ? [] : ['no-quota']),
      ];
    }
    const settings = list(properties.MethodSettings).map(record);
    const everything = settings.some(({ HttpMethod: method, ResourcePath: path }) => method === '*' && path === '/*');
    const limited = settings.every(
      ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }) => positive(rate) && positive(burst),
    );
    return everything && limited ? [] : ['no-throttle'];
  },
};
