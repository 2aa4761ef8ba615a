/**
 * A finding of a rule pack that stays, and why.
 */
export interface Acknowledgement {
  /**
   * Path of the resource, from the construct that the list is for, e.g. `Edge/Api/Resource`.
   */
  readonly path: string;

  /**
   * Qualified id of the finding: `Pack::Rule` or `Pack::Rule[finding]`. A bare id would remove the finding without a
   * trace, so it is refused.
   */
  readonly id: string;

  /**
   * Why the finding is no risk here, in 40 characters at least.
   */
  readonly reason: string;

  /**
   * Who answers for it.
   */
  readonly owner: string;

  /**
   * Day after which the finding counts again, `YYYY-MM-DD`.
   */
  readonly expires: string;
}
