import { REASONS } from '../../core/reason';
import { Overdue } from '../deadline';
import { ModelError } from '../ports';
import type { Denial } from '../reply';

/** What the caller is told of a model that failed. Anything that is not in our terms is a failure of the upstream. */
export function modelDenial(error: unknown): Denial {
  if (error instanceof Overdue) return { reason: error.reason };
  if (!(error instanceof ModelError)) return { reason: 'upstream_error' };
  const { reason, retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) return { reason, retryAfterSeconds };
  return REASONS[reason].status === 429 ? { reason, retryAfterSeconds: 1 } : { reason };
}
