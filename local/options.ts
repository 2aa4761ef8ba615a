import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked for. */
export interface StartOptions {
  /** Stop after the calls; exit 0 only when all behaved. */
  readonly once: boolean;
  /** Return when the API serves. */
  readonly detach: boolean;
  /** Port of the local API; another free one is taken when the default is in use. */
  readonly port: number | undefined;
  /** OpenAI-compatible server that answers in place of the demo model. */
  readonly upstream: string | undefined;
  /** Name of the model on that server; the requested model's own name otherwise. */
  readonly upstreamModel: string | undefined;
  /** Emulator that already runs. */
  readonly endpoint: string | undefined;
  /** Cloud assembly to deploy in place of a fresh synth. */
  readonly assembly: string | undefined;
  readonly help: boolean;
}

/** The text of `npm start -- --help`. */
export const USAGE = `npm start -- [options]

  --once            stop after the calls; exit 0 only when all of them behaved
  --detach          return when the API serves; 'npm run stop' ends it
  --port N          port of the API (default 4600, else a free one)
  --upstream URL    let an OpenAI-compatible server (Ollama, llama.cpp, vLLM) answer instead of the demo model
  --model NAME      name of the model on that server
  --endpoint URL    use an emulator that already runs
  --assembly DIR    deploy this cloud assembly instead of synthesizing one`;

/**
 * Reads the command line.
 *
 * @throws with a sentence that names the option, what was expected and what was got.
 */
export function parseOptions(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: { type: 'boolean', default: false },
      detach: { type: 'boolean', default: false },
      port: { type: 'string' },
      upstream: { type: 'string' },
      model: { type: 'string' },
      endpoint: { type: 'string' },
      assembly: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.once && values.detach) throw new Error('--once and --detach: expected one of them, got both');
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new Error(`--port: expected a number from 0 to 65535, got ${values.port}`);
  return {
    once: values.once,
    detach: values.detach,
    port,
    upstream: httpUrl('--upstream', values.upstream),
    upstreamModel: values.model,
    endpoint: httpUrl('--endpoint', values.endpoint),
    assembly: values.assembly,
    help: values.help,
  };
}

function httpUrl(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${option}: expected an http or https URL, got ${value}`);
  return value.replace(/\/$/, '');
}
