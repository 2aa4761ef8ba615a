import type { JsonObject } from '../../core/json';
import { Fields, type ShapeFault } from './fields';
import type { TextAt } from './task';

/** What `/embeddings` is asked for. */
export interface EmbeddingTask {
  readonly model: string;
  readonly inputs: readonly TextAt[];
  readonly dimensions?: number;
  readonly encoding: 'float' | 'base64';
}

/** A task, or the first thing that is wrong with the body. */
export type ReadEmbeddings =
  { readonly ok: true; readonly task: EmbeddingTask } | { readonly ok: false; readonly fault: ShapeFault };

/** Texts of one request. */
const MAX_INPUTS = 256;

/** Reads the body of `/embeddings`. Tokens instead of texts are refused: no guard can read them. */
export function readEmbeddings(body: JsonObject): ReadEmbeddings {
  const fields = new Fields();
  const model = fields.requiredText(body.model, 'model', 256, 1);
  const dimensions = fields.integer(body.dimensions, 'dimensions', 1, 10_000);
  const encoding = fields.text(body.encoding_format, 'encoding_format') ?? 'float';
  if (encoding !== 'float' && encoding !== 'base64') fields.note('encoding_format');
  const inputs =
    typeof body.input === 'string'
      ? [{ text: fields.requiredText(body.input, 'input', Infinity, 1), path: '/input' }]
      : fields.list(body.input, 'input', MAX_INPUTS).map((text, i) => {
          if (typeof text !== 'string') fields.note('input', 'unsupported_content');
          return { text: fields.requiredText(text, 'input', Infinity, 1), path: `/input/${i}` };
        });
  if (inputs.length === 0) fields.note('input');
  if (fields.fault) return { ok: false, fault: fields.fault };
  return {
    ok: true,
    task: {
      model,
      inputs,
      ...(dimensions === undefined ? {} : { dimensions }),
      encoding: encoding === 'base64' ? 'base64' : 'float',
    },
  };
}
