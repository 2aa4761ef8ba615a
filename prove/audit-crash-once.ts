import auditCrash from './audit-crash';
import type { Proof } from './proof';

/** `audit-crash` for as long as `npm test` has: some hundred requests, one restart of the stores. */
const proof: Proof = {
  ...auditCrash,
  name: 'audit-crash-once',
  seconds: 35,
  inTest: true,
  standalone: true,
  run: (context) => auditCrash.run({ ...context, args: ['400', ...context.args.slice(1)] }),
};

export default proof;
