import type { TemplateRule } from '../rule';
import { record } from '../template-view';

const SECRET_NAME = /SECRET|PASSWORD|TOKEN|API_?KEY|CREDENTIAL|PROMPT/;
const SECRET_VALUE = /\{\{resolve:(secretsmanager|ssm-secure)|AKIA[0-9A-Z]{16}|-----BEGIN|\bsk-[A-Za-z0-9_-]{16,}/;

/** An environment can be read by everyone who may describe the function: it holds names and ARNs. */
export const environmentSecrets: TemplateRule = {
  id: 'LLM02-ENVSECRET',
  info: 'An environment variable holds, or is named like, a secret or a prompt.',
  why: 'Environments are shown in the console, in templates and in every description of the function.',
  types: ['AWS::Lambda::Function'],
  run: ({ properties }) =>
    Object.entries(record(record(properties.Environment).Variables)).flatMap(([name, value]) => {
      const named = SECRET_NAME.test(name) && !/_(ARN|TABLE|URL|NAME)$/.test(name);
      return named || SECRET_VALUE.test(JSON.stringify(value)) ? [name] : [];
    }),
};
