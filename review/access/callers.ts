import { type ConcreteTemplate, list, ofType, record } from './concrete';
import type { Caller } from './permissions';

/** A function of a template, as the one who calls. */
export interface FunctionCaller extends Caller {
  readonly logicalId: string;
  /** The asset that it runs, where the template says: `gateway`, `identity-token-trigger`. */
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Every function of a template. */
export function functionsOf(template: ConcreteTemplate): readonly FunctionCaller[] {
  return ofType(template, 'AWS::Lambda::Function').map(({ logicalId, properties, arn }) => ({
    logicalId,
    description: String(properties.Description ?? ''),
    environment: record(record(properties.Environment).Variables) as Record<string, string>,
    principal: { kind: 'role', arn: String(properties.Role) },
    functionArn: arn,
    inVpc: list(record(properties.VpcConfig).SubnetIds).length > 0,
  }));
}
