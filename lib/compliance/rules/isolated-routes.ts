import type { TemplateRule } from '../rule';
import { covers, IAM_TYPES, identityStatements } from '../statements';
import { list, ofType, record, refersTo } from '../template-view';

/** Who sees prompts sits in subnets without a way to the internet, unless the network's egress says otherwise. */
export const isolatedRoutes: TemplateRule = {
  id: 'API-ISOLATED',
  info: 'A function that calls models runs outside of the private network, or next to a route to the internet.',
  why: 'A prompt that takes the function over has nowhere to send what it finds.',
  types: ['AWS::Lambda::Function'],
  productionOnly: true,
  run: ({ properties }, template) => {
    const role = ofType(template, 'AWS::IAM::Role').find(({ logicalId }) => refersTo(properties.Role, logicalId));
    if (role === undefined) return [];
    const invokes = ofType(template, ...IAM_TYPES)
      .filter((policy) => policy.logicalId === role.logicalId || refersTo(policy.properties.Roles, role.logicalId))
      .flatMap(identityStatements)
      .some(
        ({ effect, actions }) => effect === 'Allow' && actions.some((action) => covers(action, 'bedrock:InvokeModel')),
      );
    if (!invokes) return [];
    const subnets = list(record(properties.VpcConfig).SubnetIds);
    if (subnets.length === 0) return ['outside-the-network'];
    const internet = ofType(template, 'AWS::EC2::Route').filter(
      (route) => route.properties.GatewayId !== undefined && route.properties.DestinationCidrBlock === '0.0.0.0/0',
    );
    const open = ofType(template, 'AWS::EC2::SubnetRouteTableAssociation').filter(
      (association) =>
        subnets.some((subnet) => JSON.stringify(subnet) === JSON.stringify(association.properties.SubnetId)) &&
        internet.some(
          (route) =>
            JSON.stringify(route.properties.RouteTableId) === JSON.stringify(association.properties.RouteTableId),
        ),
    );
    return open.length > 0 ? ['public-subnet'] : [];
  },
};
