import type { Proof } from './proof';
import { proveLimits } from './limits/prove-limits';

const proof: Proof = {
  name: 'limits-once',
  summary: 'what `limits` shows, in one repetition',
  seconds: 40,
  inTest: true,
  run: (context) => proveLimits(context, 1),
};

export default proof;
