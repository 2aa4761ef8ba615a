import type { ModelDeployment } from '../../../lib/gateway/deployment';
import { ModelError, type ModelPort } from '../ports';
import type { Provider } from './provider';

/** The deployment's models, each behind its provider. */
export function createModels(
  deployed: readonly ModelDeployment[],
  providers: Readonly<Record<ModelDeployment['provider'], Provider>>,
): ModelPort {
  const models = new Map(deployed.map((model) => [model.name, model]));
  const find = (name: string): { model: ModelDeployment; provider: Provider } => {
    const model = models.get(name);
    if (!model) throw new ModelError('upstream_unavailable', 'the model is not deployed');
    return { model, provider: providers[model.provider] };
  };
  return {
    stream: (request) => {
      const { model, provider } = find(request.model);
      return provider.stream(model, request);
    },
    embed: async (request) => {
      const { model, provider } = find(request.model);
      return provider.embed(model, request);
    },
    countTokens: async (request) => {
      const { model, provider } = find(request.model);
      return provider.countTokens(model, request);
    },
  };
}
