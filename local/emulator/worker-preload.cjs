// The emulator waits 50 ms for a line on stderr after each call of a Lambda worker: write one at once.
const { writeSync } = require('node:fs');
const http = require('node:http');

if (/ministack-lambda-/.test(process.argv[1] ?? '')) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    if (typeof chunk === 'string' && chunk.startsWith('{"status":"ok"')) writeSync(2, 'END\n');
    return write(chunk, ...rest);
  };

  // the emulator sends every call to itself; an issuer's keys go through the gate, so that a test can take them away.
  const { LOCAL_GATE_URL } = process.env;
  if (LOCAL_GATE_URL !== undefined) {
    const gate = new URL(LOCAL_GATE_URL);
    const { request } = http;
    http.request = (options, ...rest) =>
      typeof options?.path === 'string' && options.path.endsWith('/.well-known/jwks.json')
        ? request({ ...options, hostname: gate.hostname, host: gate.host, port: gate.port }, ...rest)
        : request(options, ...rest);
  }
}
