import { viewsOf } from '../../lambda/guard/views';

/** The text as the engine reads it first: folded, with disguised letters put right. */
export function canonical(text: string): string {
  return viewsOf(text)[0]?.text ?? '';
}
