import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** Code comes from a hashed asset, runs on a current runtime and cannot call itself in circles. */
export const functionCode: TemplateRule = {
  id: 'LLM03-RUNTIME',
  info: 'The function has inline code, an old runtime, or may call itself without end.',
  why: 'Inline code is in no bundle that anybody reviewed; a loop of functions spends without end.',
  types: ['AWS::Lambda::Function'],
  run: ({ properties }) => [
    ...(record(properties.Code).ZipFile === undefined ? [] : ['inline-code']),
    ...(/^nodejs(2[4-9]|[3-9]\d)\.x$/.test(String(properties.Runtime)) ? [] : ['old-runtime']),
    ...(properties.RecursiveLoop === 'Allow' ? ['recursive-loop'] : []),
  ],
};
