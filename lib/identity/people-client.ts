import { Duration, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** What the people's app client needs. */
export interface PeopleClientProps {
  readonly userPool: cognito.IUserPool;
  readonly scopes: cognito.OAuthScope[];
  readonly callbackUrls?: string[];
  readonly logoutUrls?: string[];
}

/** A code that goes astray by default goes to the person's own machine. */
const DEFAULT_CALLBACK = 'https://localhost:8443/callback';

/**
 * Defines the app client of people: authorization code, no secret, short access tokens, rotating refresh tokens.
 *
 * Clients of machines are not here: `llm-api client create` makes them, because they come and go with tenants.
 */
export class PeopleClient extends Construct {
  public readonly client: cognito.UserPoolClient;

  public constructor(scope: Construct, id: string, props: PeopleClientProps) {
    super(scope, id);
    const callbackUrls = props.callbackUrls ?? [DEFAULT_CALLBACK];
    if (callbackUrls.length === 0) {
      throw new Error(`${this.node.path}.callbackUrls: must list at least one URL, got none`);
    }
    assertHttps(`${this.node.path}.callbackUrls`, callbackUrls);
    assertHttps(`${this.node.path}.logoutUrls`, props.logoutUrls ?? []);

    this.client = new cognito.UserPoolClient(this, 'Resource', {
      userPool: props.userPool,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: false, clientCredentials: false },
        scopes: [cognito.OAuthScope.OPENID, ...props.scopes],
        callbackUrls,
        logoutUrls: props.logoutUrls,
      },
      // the choice of factors that passkeys need; no password flow outside of the hosted login's.
      authFlows: { user: true },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      authSessionValidity: Duration.minutes(3),
      readAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
      // an empty list would mean every attribute; the tenant must not be among them.
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ locale: true }),
    });

    // managed login shows nothing for a client without a branding.
    new cognito.CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: props.userPool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}

function assertHttps(path: string, urls: readonly string[]): void {
  urls.forEach((url, index) => {
    if (Token.isUnresolved(url)) return;
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || new URL(url).hash !== '') {
      throw new Error(`${path}[${index}]: must be an https URL without a fragment, got '${url}'`);
    }
  });
}
