import { createHash } from 'node:crypto';
import { LOCAL_ACCOUNT } from '../aws';
import type { Template } from './template';
import type { StandIns } from './transform';

/** What stands in for guardrails, which the emulator does not make: ids and versions that the local Bedrock answers to. */
export function guardrailStandIns({ Resources }: Template, region: string): StandIns {
  const standIns: Record<string, string> = {};
  for (const [logicalId, { Type }] of Object.entries(Resources)) {
    if (Type === 'AWS::Bedrock::Guardrail') {
      const id = createHash('sha256').update(logicalId).digest('hex').slice(0, 12);
      standIns[logicalId] = id;
      standIns[`${logicalId}.GuardrailId`] = id;
      standIns[`${logicalId}.GuardrailArn`] = `arn:aws:bedrock:${region}:${LOCAL_ACCOUNT}:guardrail/${id}`;
    }
    if (Type === 'AWS::Bedrock::GuardrailVersion') standIns[`${logicalId}.Version`] = '1';
  }
  return standIns;
}
