/**
 * How much a deployment protects what it stores, and how easily it goes away.
 */
export enum Profile {
  /**
   * Everything on: private network, compliance-mode object lock, locked backup vault, reserved concurrency.
   */
  PRODUCTION = 'production',

  /**
   * For a first look: no private network, one day of governance-mode lock, no Plus features.
   *
   * Gone after `cdk destroy`. Never for real prompts.
   */
  TRIAL = 'trial',
}
