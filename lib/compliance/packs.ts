import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  type NagPack,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { LlmApiChecks } from './llm-api-checks';

/** Every pack that judges a template: the six of cdk-nag and our own. New instances, because a pack keeps its findings. */
export function newPacks(): NagPack[] {
  return [
    new AwsSolutionsChecks(),
    new HIPAASecurityChecks(),
    new NIST80053R4Checks(),
    new NIST80053R5Checks(),
    new PCIDSS321Checks(),
    new ServerlessChecks(),
    new LlmApiChecks(),
  ];
}
