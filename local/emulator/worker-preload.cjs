// The emulator waits 50 ms for a line on stderr after each call of a Lambda worker: write one at once.
const { writeSync } = require('node:fs');

if (/ministack-lambda-/.test(process.argv[1] ?? '')) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    if (typeof chunk === 'string' && chunk.startsWith('{"status":"ok"')) writeSync(2, 'END\n');
    return write(chunk, ...rest);
  };
}
