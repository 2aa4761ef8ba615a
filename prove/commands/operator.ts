import type { LlmApi } from './llm-api';
import type { Ran } from './run-to-end';

/** An operator at a shell of this machine: the real program with `--local`, one process a command. */
export class Operator {
  public constructor(
    private readonly api: LlmApi,
    private readonly cwd?: string,
  ) {}

  /** The same program in another folder. */
  public in(cwd: string): Operator {
    return new Operator(this.api, cwd);
  }

  public run(...args: string[]): Promise<Ran> {
    return this.api.run([...args, '--local'], '', this.cwd);
  }

  /** Runs a command that must not fail, and reads its JSON. */
  public async json<Value>(...args: string[]): Promise<Value> {
    const ran = await this.run(...args, '--json');
    if (ran.code !== 0)
      throw new Error(`llm-api ${args.join(' ')}: expected exit code 0, got ${ran.code}: ${ran.stderr}`);
    return JSON.parse(ran.stdout) as Value;
  }
}
