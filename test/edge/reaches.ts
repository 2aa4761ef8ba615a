import type { EdgeConfig } from '../../lib/config/edge-config';

/** A host name of one's own. */
export const DOMAIN = {
  name: 'llm.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
  hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
};

/** A web ACL of one's own. */
export const WEB_ACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/own/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';

/** The ways in which the API may be reached, other than as shipped. */
export const REACHES: Readonly<Record<string, EdgeConfig>> = {
  'an own host name': { domain: DOMAIN },
  'a private API': { vpcEndpointIds: ['vpce-0123456789abcdef0'] },
  'an own web ACL': { webAclArn: WEB_ACL },
};
