import type { TemplateRule } from '../rule';
import { ofType, refersTo } from '../template-view';

/** A stage or user pool without a web ACL answers everyone. */
export const webAclAssociation: TemplateRule = {
  id: 'API-WAF',
  info: 'No web ACL stands in front of the stage or user pool.',
  why: 'Rate, size and encoding limits, blocked addresses and the prepared stop are all rules of the web ACL.',
  types: ['AWS::ApiGateway::Stage', 'AWS::Cognito::UserPool'],
  run: ({ logicalId }, template) =>
    ofType(template, 'AWS::WAFv2::WebACLAssociation').some(({ properties }) =>
      refersTo(properties.ResourceArn, logicalId),
    )
      ? []
      : ['no-association'],
};
