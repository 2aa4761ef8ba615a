/** Whose a machine client is, as `llm-api client create` wrote it. */
export interface ClientOwner {
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** What the trigger reaches outside itself. Tests pass fakes. */
export interface TokenTriggerPorts {
  /** @throws when the table cannot be read: no token is issued. */
  readonly ownerOf: (clientId: string) => Promise<ClientOwner | undefined>;
}

/** The part of Cognito's pre-token-generation event, version 3, that is read. */
export interface TokenTriggerEvent {
  readonly triggerSource: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: {
    readonly userAttributes?: Readonly<Record<string, string>> | null;
    readonly groupConfiguration?: { readonly groupsToOverride?: readonly string[] | null } | null;
  };
  readonly response: unknown;
}

/** Flows in which a person signs in or stays signed in. */
const PEOPLE = new Set([
  'TokenGeneration_HostedAuth',
  'TokenGeneration_Authentication',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_AuthenticateDevice',
  'TokenGeneration_RefreshTokens',
]);

/**
 * Writes tenant and roles into the access token before the pool signs it.
 *
 * A machine's come from the item of its client, a person's from the attribute that only an administrator sets and from
 * the groups that only an administrator fills. Both claims are always written, so that nothing a caller sends along can
 * stand in their place. Throws where there is no tenant: Cognito then issues no token.
 */
export function createTokenTrigger({ ownerOf }: TokenTriggerPorts) {
  return async <Event extends TokenTriggerEvent>(event: Event): Promise<Event> => {
    const { tenant, roles } = isMachine(event) ? await machine(event, ownerOf) : person(event);
    return {
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride: { tenant, roles: [...roles] } },
        },
      },
    };
  };
}

function isMachine({ triggerSource }: TokenTriggerEvent): boolean {
  if (triggerSource === 'TokenGeneration_ClientCredentials') return true;
  if (PEOPLE.has(triggerSource)) return false;
  throw new Error('this kind of sign-in is not known here');
}

async function machine(event: TokenTriggerEvent, ownerOf: TokenTriggerPorts['ownerOf']): Promise<ClientOwner> {
  const owner = await ownerOf(event.callerContext.clientId);
  if (owner === undefined) throw new Error('the client belongs to no tenant');
  return owner;
}

function person({ request }: TokenTriggerEvent): ClientOwner {
  const tenant = request.userAttributes?.['custom:tenant'];
  if (tenant === undefined || tenant === '') throw new Error('the user belongs to no tenant');
  return { tenant, roles: request.groupConfiguration?.groupsToOverride ?? [] };
}
