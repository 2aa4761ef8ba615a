import type { TemplateRule } from '../rule';

/** A service may call a function only for a resource of ours: else anyone's resource could. */
export const functionPermission: TemplateRule = {
  id: 'API-PERM',
  info: 'A service may call the function on behalf of anybody.',
  why: 'A confused deputy: the service asks for whoever configured it, in any account.',
  types: ['AWS::Lambda::Permission'],
  run: ({ properties }) => {
    const service = /\.amazonaws\.com"?$/.test(JSON.stringify(properties.Principal ?? ''));
    if (properties.Principal === '*') return ['anyone'];
    return service && properties.SourceArn === undefined && properties.SourceAccount === undefined ? ['no-source'] : [];
  },
};
