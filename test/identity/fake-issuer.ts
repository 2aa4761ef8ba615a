import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Readonly<Record<string, unknown>>;

/** Base64url of a text, or of the JSON of anything else. */
export function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** Signs two parts with a private key, as RS256 or as another algorithm of the key. */
export function signed(header: unknown, claims: unknown, key: KeyObject, digest = 'sha256'): string {
  const input = `${part(header)}.${part(claims)}`;
  const signature = sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** An issuer with real keys and a real server for them on this machine. */
export class FakeIssuer {
  public readonly rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  public readonly ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** How often the keys were asked for, and whatever else was asked. */
  public readonly requests: string[] = [];
  /** What the server answers; replaced by tests that break it. */
  public answer: { status: number; body: string } = { status: 200, body: '' };
  private server?: Server;

  public constructor(
    public readonly issuer: string,
    private readonly kid: string,
  ) {
    this.publish();
  }

  /** Publishes the keys again, under a new id when one is given. */
  public publish(kid = this.kid, alg: string | undefined = 'RS256'): void {
    const keys = [
      { ...this.rsa.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg },
      { ...this.ec.publicKey.export({ format: 'jwk' }), kid: `${kid}-ec`, use: 'sig' },
    ];
    this.answer = { status: 200, body: JSON.stringify({ keys }) };
  }

  public async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      this.requests.push(request.url ?? '');
      response.writeHead(this.answer.status).end(this.answer.body);
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
  }

  public get jwksUri(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}/jwks.json`;
  }

  public async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  public sign(claims: Json, header: Json = {}): string {
    return signed({ alg: 'RS256', kid: this.kid, ...header }, claims, this.rsa.privateKey);
  }
}
