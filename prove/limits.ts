import type { Proof } from './proof';
import { proveLimits } from './limits/prove-limits';

const proof: Proof = {
  name: 'limits',
  summary:
    'limits hold exactly under 200 clients in 4 processes, in one item and in shards; replays change nothing, kills leave nothing behind',
  seconds: 300,
  inTest: false,
  run: (context) => proveLimits(context, 20),
};

export default proof;
