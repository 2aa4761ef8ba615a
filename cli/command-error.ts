/** An error that is told to the operator as a sentence, without a stack trace. */
export class CommandError extends Error {
  public constructor(
    message: string,
    public readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
