/** Settings of every SDK client of the local runner: one emulator, fixed test credentials, nothing of the caller's. */
export interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The account of everything on the emulator. */
export const LOCAL_ACCOUNT = '000000000000';

/** Client settings for an emulator. */
export function localAws(endpoint: string, region: string): LocalAws {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
