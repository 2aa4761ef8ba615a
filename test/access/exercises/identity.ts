import type { TrustedIssuer } from '../../../lib/identity/env';
import type { TokenTriggerPorts } from '../../../lambda/identity/token-trigger';
import { drive, type Exercise, loadRoot, setEnvironment } from './exercise';

/** The token trigger: the lookup of a client's owner. */
export const tokenTriggerExercise: Exercise = {
  construct: 'Identity/TokenTrigger/Handler',
  entry: 'lambda/identity/token-trigger.handler.ts',
  async run(recorder, environment) {
    setEnvironment(environment, {});
    let ports!: TokenTriggerPorts;
    loadRoot('lambda/identity/token-trigger.handler.ts', {
      'lambda/identity/token-trigger.ts': { createTokenTrigger: (wired: TokenTriggerPorts) => (ports = wired) },
    });
    await recorder.as(
      'identity-token-trigger',
      () => ({}),
      () => drive(() => ports.ownerOf('client-1')),
    );
  },
};

/** The authorizer calls no service of AWS with its role: what it fetches are the keys of issuers, which are public. */
export const authorizerExercise: Exercise = {
  construct: 'Identity/Authorizer/Handler',
  entry: 'lambda/identity/handler.ts',
  run(recorder, environment) {
    for (const { jwksUri } of JSON.parse(environment.ISSUERS!) as TrustedIssuer[]) recorder.visit(jwksUri);
    return Promise.resolve();
  },
};
