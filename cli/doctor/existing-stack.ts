/** A stack that is there has taken its share already. */
export const exists = (status: string | undefined): boolean =>
  status !== undefined && !['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'].includes(status);
