/** How a check ended. */
export type FindingStatus =
  /** As it should be. */
  | 'ok'
  /** A deployment works, but something a reviewer will ask about does not. */
  | 'warning'
  /** A deployment or a start would fail. */
  | 'failed'
  /** Could not be looked at: neither good nor bad. */
  | 'unknown';

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  /** What was seen, with its value. */
  readonly found: string;
  /** What follows from it; absent where all is well. */
  readonly means?: string;
  /** The command that mends it; absent where all is well. */
  readonly mend?: string;
}

/** One thing that the doctor looks at. */
export interface DoctorCheck<Ports> {
  readonly name: string;
  readonly run: (ports: Ports) => Promise<Finding | readonly Finding[]>;
}

/** A finding without complaint. */
export function ok(check: string, found: string): Finding {
  return { check, status: 'ok', found };
}

/** A finding that says what it means and how it is mended. */
export function complaint(
  status: Exclude<FindingStatus, 'ok'>,
  check: string,
  found: string,
  means: string,
  mend: string,
): Finding {
  return { check, status, found, means, mend };
}
