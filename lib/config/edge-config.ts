/**
 * A zone of Route 53 in which the API's host name is written.
 */
export interface HostedZoneConfig {
  /**
   * Its id.
   */
  readonly id: string;

  /**
   * Its name: the host name ends with it.
   */
  readonly name: string;
}

/**
 * A host name of the API's own.
 */
export interface DomainConfig {
  /**
   * The host name, such as `llm.example.com`.
   */
  readonly name: string;

  /**
   * ARN of its certificate, in the Region of the stack.
   */
  readonly certificateArn: string;

  /**
   * Where the host name is written.
   *
   * @default - nowhere: write it yourself
   */
  readonly hostedZone?: HostedZoneConfig;
}

/**
 * What callers meet first: by which name they reach the API, and what is let through before anyone is authenticated.
 */
export interface EdgeConfig {
  /**
   * A host name of the API's own. The name that AWS gives is switched off then.
   *
   * @default - the name that AWS gives
   */
  readonly domain?: DomainConfig;

  /**
   * Interface endpoints of `execute-api` through which alone the API is reached: it has no public address then.
   *
   * @default - the API is public
   */
  readonly vpcEndpointIds?: string[];

  /**
   * ARN of a regional web ACL of your own, instead of the one that is made.
   *
   * Security impact: its rules are in another template, so nothing here can judge them; the address sets that
   * containment fills and the prepared stop are missing. Warned of at synth.
   *
   * @default - one is made
   */
  readonly webAclArn?: string;

  /**
   * Requests of one address in five minutes.
   *
   * @default 3000
   */
  readonly requestsPerAddress?: number;

  /**
   * Requests without a token of one address in five minutes.
   *
   * @default 100
   */
  readonly anonymousRequestsPerAddress?: number;

  /**
   * Requests a second that one method takes from all callers together.
   *
   * @default 200
   */
  readonly requestsPerSecond?: number;

  /**
   * Requests that one method takes at once.
   *
   * @default 400
   */
  readonly burst?: number;
}
