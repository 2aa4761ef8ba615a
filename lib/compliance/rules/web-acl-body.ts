import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

/** Bodies: inspected as far as WAF can, bounded by their length, refused when encoded. */
export const webAclBody: TemplateRule = {
  id: 'API-WAFBODY',
  info: 'The web ACL leaves a way for a body to be too long, encoded, or hardly inspected.',
  why: 'WAF inspects 16 KB unless told otherwise and cannot read a compressed body.',
  types: ['AWS::WAFv2::WebACL'],
  run: ({ properties }) => {
    const api = record(record(record(properties.AssociationConfig).RequestBody).API_GATEWAY);
    const blocks = list(properties.Rules)
      .map(record)
      .filter(({ Action: action }) => 'Block' in record(action));
    const answers = (status: number, header: string) =>
      blocks.some(
        (rule) =>
          record(record(record(rule.Action).Block).CustomResponse).ResponseCode === status &&
          JSON.stringify(rule.Statement).includes(`"${header}"`),
      );
    const oversize = JSON.stringify(properties.Rules ?? []).match(/"Body":\{[^}]*\}/g) ?? [];
    return [
      ...(api.DefaultSizeInspectionLimit === 'KB_64' ? [] : ['inspects-less-than-64-kb']),
      ...(answers(413, 'content-length') ? [] : ['no-length-limit']),
      ...(answers(415, 'content-encoding') ? [] : ['no-encoding-limit']),
      ...(oversize.every((field) => field.includes('"OversizeHandling"')) ? [] : ['silent-oversize']),
    ];
  },
};
