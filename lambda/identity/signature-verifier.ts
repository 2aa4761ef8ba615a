import type { JwksCache } from 'aws-jwt-verify/jwk';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifierBase } from 'aws-jwt-verify/jwt-verifier';
import type { TrustedIssuer } from '../../lib/identity/env';

type Properties = { readonly audience: string[] | null };
type IssuerProperties = Properties & { readonly issuer: string; readonly jwksUri: string };

/**
 * Verifies signature, key, issuer, audience and times of one issuer's tokens, by aws-jwt-verify.
 *
 * Takes a token that is decoded already: `verify` of the library would decode it a second time, for a quarter of the
 * whole cost.
 */
export class SignatureVerifier extends JwtVerifierBase<Properties, IssuerProperties, false> {
  private readonly properties: IssuerProperties;

  public constructor(
    { issuer, audience, jwksUri }: TrustedIssuer,
    private readonly keys: JwksCache,
  ) {
    const properties = { issuer, jwksUri, audience: audience === undefined ? null : [...audience] };
    super(properties, keys);
    this.properties = properties;
  }

  /** @throws the library's error for what is wrong with the token, or `KeysUnavailableError`. */
  public async verifyDecoded(token: DecomposedJwt): Promise<void> {
    // looks the key up, and fetches the keys where need be; the verification itself then waits for nothing.
    await this.keys.getJwk(this.properties.jwksUri, token);
    // Node.js 24 finds out by an exception that the library hands it a key with options and not a bare key; without a
    // stack to capture that costs next to nothing, with one it is two thirds of the signature check itself.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      this.verifyDecomposedJwtSync(token, this.properties.jwksUri, this.properties);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}
