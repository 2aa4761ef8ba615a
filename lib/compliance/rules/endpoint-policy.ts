import type { TemplateRule } from '../rule';
import { statementsOf } from '../statements';

/** An endpoint without a policy lets every call of every account through. */
export const endpointPolicy: TemplateRule = {
  id: 'API-SSRF',
  info: 'The endpoint lets through more than the functions behind it need.',
  why: "Data leaves a private network through AWS's own services, into somebody else's account.",
  types: ['AWS::EC2::VPCEndpoint'],
  run: ({ properties }) => {
    const statements = statementsOf(properties.PolicyDocument);
    if (statements.length === 0) return ['no-policy'];
    const broad = statements.some(
      ({ effect, actions, resources, condition, inverted }) =>
        effect === 'Allow' &&
        (inverted ||
          actions.some((action) => /^(\*|[a-z0-9-]+:\*)$/.test(action)) ||
          resources.includes('*') ||
          !/"aws:(PrincipalAccount|ResourceAccount|PrincipalOrgID)"/.test(JSON.stringify(condition))),
    );
    return broad ? ['broad-policy'] : [];
  },
};
