import {
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';

/** Minified classes have no names of use, so each is named here. */
const CHECKS = [
  [JwtExpiredError, 'expired'],
  [JwtNotBeforeError, 'not-before'],
  [JwtInvalidSignatureError, 'signature'],
  [JwtInvalidSignatureAlgorithmError, 'signature-algorithm'],
  [KidNotFoundInJwksError, 'unknown-key'],
  [JwtInvalidAudienceError, 'audience'],
] as const;

/** Name of the check of aws-jwt-verify that threw, for the log. */
export function libraryCheck(error: unknown): string {
  return CHECKS.find(([kind]) => error instanceof kind)?.[1] ?? 'key';
}
