import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A function as the edge runs it: the bundle of the template's asset, the configuration that was deployed. */
export interface StreamingFunction {
  readonly name: string;
  readonly arn: string;
  /** Folder with the bundle. */
  readonly code: string;
  readonly handler: string;
  readonly memoryMiB: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Node.js that runs it: the runtime's own version where the machine has one. */
  readonly node: string;
}

/** What an environment says about one invocation. */
export type Outcome =
  | { readonly type: 'bytes'; readonly bytes: Buffer; readonly taken: () => void }
  | { readonly type: 'end' }
  | { readonly type: 'error'; readonly name: string; readonly message: string };

interface Message {
  readonly type: 'ready' | 'init-error' | 'bytes' | 'end' | 'error';
  readonly invocation: number;
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly message: string;
}

/** One child process with the function loaded: what AWS calls an execution environment. */
export class ExecutionEnvironment {
  public readonly ready: Promise<void>;
  private readonly child: ChildProcess;
  private readonly listeners = new Map<number, (outcome: Outcome) => void>();
  private alive = true;
  private retiring = false;
  private next = 0;

  public constructor(
    private readonly settings: StreamingFunction,
    onLine: (line: string) => void,
  ) {
    const { code, handler } = settings;
    this.child = fork(join(__dirname, 'runner.mjs'), {
      execPath: settings.node,
      execArgv: [`--max-old-space-size=${settings.memoryMiB}`, '--enable-source-maps'],
      env: { ...settings.environment, LOCAL_EDGE_FUNCTION: JSON.stringify({ code, handler }) },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) onLines(stream, onLine);
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message) => this.onMessage(message as Message, resolve, reject));
      const gone = (name: string, message: string): void => {
        this.alive = false;
        reject(new Error(message));
        for (const listener of [...this.listeners.values()]) listener({ type: 'error', name, message });
        this.listeners.clear();
      };
      this.child.on('error', (error) => gone('Runtime.StartError', error.message));
      this.child.on('exit', (exit, signal) => gone('Runtime.ExitError', `exited with ${exit ?? signal}`));
    });
    // whoever waits for it sees the failure; nobody waiting is not an unhandled rejection.
    this.ready.catch(() => undefined);
  }

  public get usable(): boolean {
    return this.alive;
  }

  public get busy(): number {
    return this.listeners.size;
  }

  /** Starts an invocation; `forget` stops listening to it. */
  public invoke(
    event: unknown,
    requestId: string,
    listener: (outcome: Outcome) => void,
  ): { readonly forget: () => void } {
    const invocation = (this.next += 1);
    this.listeners.set(invocation, listener);
    const { name, arn, timeoutMs, memoryMiB } = this.settings;
    this.send({
      type: 'invoke',
      invocation,
      event,
      context: {
        awsRequestId: requestId,
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMiB),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: 'local',
        timeoutMs,
      },
    });
    return { forget: () => this.drop(invocation) };
  }

  /** Ends the process as soon as it has nothing to do; nothing new may be given to it. */
  public retire(): void {
    this.retiring = true;
    if (this.busy === 0) this.kill();
  }

  /** Ends the process at once, as Lambda does after a timeout. */
  public kill(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  private onMessage(message: Message, resolve: () => void, reject: (error: Error) => void): void {
    if (message.type === 'ready') return resolve();
    if (message.type === 'init-error') {
      this.alive = false;
      reject(new Error(`${message.name}: ${message.message}`));
      this.child.kill();
      return;
    }
    const listener = this.listeners.get(message.invocation);
    if (message.type === 'bytes') {
      const taken = (): void => this.send({ type: 'ack', sequence: message.sequence });
      if (listener) listener({ type: 'bytes', bytes: Buffer.from(message.bytes), taken });
      else taken();
      return;
    }
    this.drop(message.invocation);
    listener?.(
      message.type === 'end' ? { type: 'end' } : { type: 'error', name: message.name, message: message.message },
    );
  }

  private drop(invocation: number): void {
    this.listeners.delete(invocation);
    if (this.retiring && this.busy === 0) this.kill();
  }

  private send(message: object): void {
    if (this.alive && this.child.connected) this.child.send(message);
  }
}

function onLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}
