import type { ModelDeployment } from '../../../lib/gateway/deployment';
import type { EmbeddingAnswer, EmbeddingRequest, ModelEvent, ModelRequest } from '../ports';

/** One kind of place where models run. Throws `ModelError` only. */
export interface Provider {
  stream(model: ModelDeployment, request: ModelRequest): AsyncIterable<ModelEvent>;
  embed(model: ModelDeployment, request: EmbeddingRequest): Promise<EmbeddingAnswer>;
  countTokens(model: ModelDeployment, request: ModelRequest): Promise<number | undefined>;
}
