import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * Where in a VPC a function runs.
 */
export interface FunctionNetwork {
  /**
   * VPC of the function.
   */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets of the function. Functions that see prompts belong into isolated ones.
   */
  readonly subnets: ec2.SubnetSelection;

  /**
   * Security groups of the function, with explicit egress rules only.
   */
  readonly securityGroups: ec2.ISecurityGroup[];
}
