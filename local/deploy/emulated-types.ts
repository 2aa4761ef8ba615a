/**
 * Resource types that the emulator's CloudFormation refuses: they are taken out of the copy that is deployed.
 *
 * A test compares this list with what the pinned emulator takes.
 */
export const REFUSED_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::ClientCertificate',
  'AWS::Backup::BackupSelection',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::GuardrailVersion',
  'AWS::Budgets::Budget',
  'AWS::CE::AnomalyMonitor',
  'AWS::CE::AnomalySubscription',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::AnomalyDetector',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::InsightRule',
  'AWS::Cognito::LogDeliveryConfiguration',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolIdentityProvider',
  'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  'AWS::Cognito::UserPoolUICustomizationAttachment',
  'AWS::Cognito::UserPoolUser',
  'AWS::EC2::EIP',
  'AWS::EC2::FlowLog',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::Events::Archive',
  'AWS::Lambda::CodeSigningConfig',
  'AWS::Logs::AccountPolicy',
  'AWS::Logs::Delivery',
  'AWS::Logs::DeliveryDestination',
  'AWS::Logs::DeliverySource',
  'AWS::Logs::LogAnomalyDetector',
  'AWS::Logs::QueryDefinition',
  'AWS::NetworkFirewall::Firewall',
  'AWS::NetworkFirewall::FirewallPolicy',
  'AWS::NetworkFirewall::LoggingConfiguration',
  'AWS::NetworkFirewall::RuleGroup',
  'AWS::Route53Resolver::FirewallDomainList',
  'AWS::Route53Resolver::FirewallRuleGroup',
  'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::Synthetics::Canary',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::RegexPatternSet',
  'AWS::WAFv2::RuleGroup',
  'AWS::WAFv2::WebACLAssociation',
]);

/** Whether the emulator takes a resource: alarms on metric math are refused one by one. */
export function isRefused({ Type, Properties }: { readonly Type: string; readonly Properties?: object }): boolean {
  if (REFUSED_TYPES.has(Type)) return true;
  return Type === 'AWS::CloudWatch::Alarm' && Properties !== undefined && 'Metrics' in Properties;
}
