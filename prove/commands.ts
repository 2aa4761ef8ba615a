import { proveCommands } from './commands/prove-commands';
import type { Proof } from './proof';

const proof: Proof = {
  name: 'commands',
  summary: 'every command of an operator does what it says, twice, on record, and no request is lost in a rotation',
  seconds: 60,
  inTest: true,
  run: proveCommands,
};

export default proof;
