import { Annotations } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SCOPES } from '../private/scope-table';
import type { Profile } from '../profile';
import { Authorizer } from './authorizer';
import type { TrustedIssuer } from './env';
import type { OidcIssuer } from '../config/oidc-issuer';
import { trustedIssuer } from './trusted-issuer';
import { PeopleClient } from './people-client';
import { ScopeServer } from './scope-server';
import { TokenTrigger } from './token-trigger';
import { UserDirectory } from './user-directory';

/**
 * A role: what its holders may ask for at all.
 */
export interface IdentityRole {
  /**
   * Name of the role, which is also the name of its group in the user pool.
   */
  readonly name: string;

  /**
   * Scopes that the role grants, e.g. `llm/chat`. A scope of a token counts only if a role of the token grants it.
   */
  readonly scopes: string[];
}

/**
 * Properties for `Identity`.
 */
export interface IdentityProps {
  /**
   * How much to protect.
   */
  readonly profile: Profile;

  /**
   * Encrypts the environment and the logs of the functions.
   */
  readonly key: kms.IKey;

  /**
   * Table of tenants and clients; only its lookup items are read, and only by the token trigger.
   */
  readonly tenantTable: dynamodb.ITable;

  /**
   * Key of the tenant table.
   *
   * @default - the table's `encryptionKey`
   */
  readonly tenantTableKey?: kms.IKey;

  /**
   * Receives asynchronous calls that failed: somebody called a function around the API.
   *
   * @default - none
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Roles and the scopes that they grant. A role that is not here grants nothing.
   */
  readonly roles: IdentityRole[];

  /**
   * Prefix of the user pool's domain, unique in a Region over all accounts.
   *
   * @default - derived from the stack's id, so that two stacks never ask for the same
   */
  readonly domainPrefix?: string;

  /**
   * Where the hosted login may send people back to; https only.
   *
   * @default ['https://localhost:8443/callback']
   */
  readonly callbackUrls?: string[];

  /**
   * Where the hosted logout may send people to; https only.
   *
   * @default - no place
   */
  readonly logoutUrls?: string[];

  /**
   * OpenID Connect issuers beside the user pool, or instead of it with `federatedOnly`.
   *
   * @default - only the user pool's tokens are accepted
   */
  readonly issuers?: OidcIssuer[];

  /**
   * Make and trust no user pool: only `issuers` are accepted.
   *
   * @default false
   */
  readonly federatedOnly?: boolean;

  /**
   * A user pool that exists.
   *
   * A pool has one pre-token-generation trigger and CDK cannot set it on an imported one: set `tokenTrigger` there
   * (version V3_0), or the pool's tokens carry no tenant and are refused.
   *
   * @default - a pool is made
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * Base URL of the imported pool's domain, e.g. `https://login.example.com`. Needed with `userPool`.
   *
   * @default - the domain that is made
   */
  readonly userPoolBaseUrl?: string;

  /**
   * Resource server `llm` of the imported pool, where another stack has made it.
   *
   * @default - a resource server is made
   */
  readonly resourceServer?: cognito.IUserPoolResourceServer;
}

/**
 * Defines who may call: the user pool, its resource server and the people's client, the trigger that writes tenant and
 * roles into tokens, and the authorizer that verifies them.
 */
export class Identity extends Construct {
  /**
   * The user pool; absent with `federatedOnly`.
   */
  public readonly userPool?: cognito.IUserPool;

  /**
   * Domain of the pool; absent where a pool is imported or none is used.
   */
  public readonly userPoolDomain?: cognito.UserPoolDomain;

  /**
   * Resource server `llm`, which owns the scopes; absent with `federatedOnly`.
   */
  public readonly resourceServer?: cognito.IUserPoolResourceServer;

  /**
   * The people's app client: authorization code with PKCE, no secret; absent with `federatedOnly`.
   */
  public readonly peopleClient?: cognito.UserPoolClient;

  /**
   * Base URL of the hosted login; absent with `federatedOnly`.
   */
  public readonly loginUrl?: string;

  /**
   * Where tokens are issued; absent with `federatedOnly`.
   */
  public readonly tokenUrl?: string;

  /**
   * The function that writes tenant and roles into the pool's tokens; absent with `federatedOnly`.
   */
  public readonly tokenTrigger?: lambda.IFunction;

  /**
   * The function that verifies tokens. An API calls it once a token and cache lifetime.
   */
  public readonly authorizerHandler: lambda.IFunction;

  public constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    this.assertProps(props);

    const trusted: TrustedIssuer[] = [];
    if (!props.federatedOnly) {
      const trigger = new TokenTrigger(this, 'TokenTrigger', {
        profile: props.profile,
        key: props.key,
        deadLetterQueue: props.deadLetterQueue,
        tenantTable: props.tenantTable,
        tenantTableKey: props.tenantTableKey ?? props.tenantTable.encryptionKey,
      });
      this.tokenTrigger = trigger.handler;

      if (props.userPool === undefined) {
        const directory = new UserDirectory(this, 'Users', {
          profile: props.profile,
          domainPrefix: props.domainPrefix,
          tokenTrigger: trigger.handler,
          roles: props.roles.map(({ name }) => name),
        });
        this.userPool = directory.userPool;
        this.userPoolDomain = directory.domain;
        this.loginUrl = directory.domain.baseUrl();
      } else {
        this.userPool = props.userPool;
        this.loginUrl = props.userPoolBaseUrl;
        trigger.allowInvocationFrom(props.userPool);
      }
      this.tokenUrl = `${this.loginUrl}/oauth2/token`;

      const server = new ScopeServer(this, 'Scopes', { userPool: this.userPool, imported: props.resourceServer });
      this.resourceServer = server.resourceServer;
      this.peopleClient = new PeopleClient(this, 'People', {
        userPool: this.userPool,
        scopes: server.oAuthScopes,
        callbackUrls: props.callbackUrls,
        logoutUrls: props.logoutUrls,
      }).client;
      trusted.push(poolIssuer(this.userPool));
    }

    (props.issuers ?? []).forEach((issuer, index) => {
      const checked = trustedIssuer(`${this.node.path}.issuers[${index}]`, issuer);
      if (checked.tenants === undefined) {
        Annotations.of(this).addWarningV2(
          'hardened-llm-api:issuer-of-any-tenant',
          `the issuer ${issuer.issuer} may sign tokens for every tenant: name its tenants in 'issuers[${index}].tenants'`,
        );
      }
      trusted.push(checked);
    });

    this.authorizerHandler = new Authorizer(this, 'Authorizer', {
      profile: props.profile,
      key: props.key,
      deadLetterQueue: props.deadLetterQueue,
      issuers: trusted,
      roles: props.roles,
    }).handler;
  }

  private assertProps(props: IdentityProps): void {
    const at = this.node.path;
    if (props.federatedOnly && (props.issuers ?? []).length === 0) {
      throw new Error(`${at}: 'federatedOnly' needs at least one issuer in 'issuers', got none`);
    }
    if (props.federatedOnly && props.userPool !== undefined) {
      throw new Error(`${at}: 'federatedOnly' and 'userPool' exclude each other, got both`);
    }
    if (props.userPool !== undefined && props.userPoolBaseUrl === undefined) {
      throw new Error(`${at}: 'userPoolBaseUrl' is needed beside 'userPool', got nothing`);
    }
    if (props.userPool !== undefined && props.domainPrefix !== undefined) {
      throw new Error(`${at}: 'domainPrefix' is for a pool that is made, got it beside 'userPool'`);
    }
    const seen = new Set<string>();
    props.roles.forEach(({ name, scopes }, index) => {
      if (!ROLE_NAME.test(name)) {
        throw new Error(`${at}.roles[${index}].name: must match ${ROLE_NAME.source}, got '${name}'`);
      }
      if (seen.has(name)) throw new Error(`${at}.roles[${index}].name: must be unique, got '${name}' twice`);
      seen.add(name);
      scopes.forEach((granted, place) => {
        if (!SCOPES.includes(granted)) {
          throw new Error(
            `${at}.roles[${index}].scopes[${place}]: must be one of ${SCOPES.join(', ')}, got '${granted}'`,
          );
        }
      });
    });
    const issuers = (props.issuers ?? []).map(({ issuer }) => issuer);
    issuers.forEach((issuer, index) => {
      if (issuers.indexOf(issuer) !== index) {
        throw new Error(`${at}.issuers[${index}].issuer: must be unique, got '${issuer}' twice`);
      }
    });
  }
}

/** One word of a group, a claim and a context value: no separator of any of them. */
const ROLE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The pool as an issuer: the trigger's claims, access tokens only. */
function poolIssuer(userPool: cognito.IUserPool): TrustedIssuer {
  const issuer = `https://cognito-idp.${userPool.env.region}.amazonaws.com/${userPool.userPoolId}`;
  return {
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    tokenUse: 'access',
    clientClaims: ['client_id'],
    tenantClaim: 'tenant',
    rolesClaim: 'roles',
  };
}
