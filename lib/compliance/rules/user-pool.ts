import type { TemplateRule } from '../rule';
import { list, record, type TemplateResource } from '../template-view';

/** People have two factors and cannot sign themselves up; clients use no flow that shows tokens in a URL. */
export const userPool: TemplateRule = {
  id: 'API-COGNITO',
  info: 'The user pool or a client of it lets in more than it should.',
  why: 'A password alone is guessed, an implicit flow shows the token in the address bar.',
  types: ['AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient'],
  run: (resource) => (resource.type === 'AWS::Cognito::UserPool' ? ofPool(resource) : ofClient(resource)),
};

function ofPool({ properties }: TemplateResource): string[] {
  const password = record(record(properties.Policies).PasswordPolicy);
  return [
    ...(properties.MfaConfiguration === 'ON' ? [] : ['no-mfa']),
    ...(record(properties.AdminCreateUserConfig).AllowAdminCreateUserOnly === true ? [] : ['self-sign-up']),
    ...(Number(password.MinimumLength) >= 14 ? [] : ['short-password']),
  ];
}

function ofClient({ properties }: TemplateResource): string[] {
  const urls = [...list(properties.CallbackURLs), ...list(properties.LogoutURLs)].map((url) => JSON.stringify(url));
  const minutes =
    Number(properties.AccessTokenValidity) * (record(properties.TokenValidityUnits).AccessToken === 'hours' ? 60 : 1);
  return [
    ...(list(properties.AllowedOAuthFlows).includes('implicit') ? ['implicit-flow'] : []),
    ...(urls.some((url) => url.includes('http://')) ? ['plain-callback'] : []),
    ...(properties.PreventUserExistenceErrors === 'ENABLED' ? [] : ['tells-who-exists']),
    ...(minutes <= 60 ? [] : ['long-lived-token']),
  ];
}
