/** What is wrong with one value of a config. */
export interface ConfigProblem {
  /** Path of the value, e.g. `roles[0].models[1]`. */
  readonly path: string;
  readonly expected: string;
  /** The value, as JSON, cut where it is long. */
  readonly got: string;
}

/** A config that cannot be deployed. The message has one line a problem and is fit to be shown as it is. */
export class ConfigError extends Error {
  public constructor(
    source: string,
    public readonly problems: readonly ConfigProblem[],
  ) {
    super(
      [
        `${source}: ${problems.length} ${problems.length === 1 ? 'value is' : 'values are'} wrong`,
        ...problems.map(({ path, expected, got }) => `  ${path}: expected ${expected}, got ${got}`),
      ].join('\n'),
    );
    this.name = 'ConfigError';
  }
}

/** A value as it reads in a message. A config holds no secrets, only their ARNs. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
