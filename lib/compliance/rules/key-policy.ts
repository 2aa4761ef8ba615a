import type { TemplateRule } from '../rule';
import { statementsOf } from '../statements';
import { list, record } from '../template-view';

const BOUND =
  /"(aws:SourceAccount|aws:SourceArn|aws:PrincipalAccount|aws:PrincipalOrgID|kms:CallerAccount|kms:EncryptionContext:[^"]+|kms:ViaService)"/i;

/** A key's policy keeps its administrator and lends the key to nobody outside of the account. */
export const keyPolicy: TemplateRule = {
  id: 'LLM02-KMSPOLICY',
  info: 'The policy of the key locks its administrator out, or lends the key to strangers.',
  why: 'A key without an administrator is lost with all that it encrypts.',
  types: ['AWS::KMS::Key'],
  run: ({ properties }) => {
    const statements = statementsOf(properties.KeyPolicy).filter(({ effect }) => effect === 'Allow');
    const keepsRoot = statements.some(
      ({ actions, principals }) => actions.includes('kms:*') && JSON.stringify(principals ?? '').includes(':root'),
    );
    const lends = statements.some(({ principals, condition }) => {
      const anyone = principals === '*' || list(record(principals).AWS).includes('*');
      const service = record(principals).Service !== undefined;
      return (anyone || service) && !BOUND.test(JSON.stringify(condition));
    });
    return [...(keepsRoot ? [] : ['no-administrator']), ...(lends ? ['unbound-principal'] : [])];
  },
};
