import { fetchToken } from '../../cli/access-token';

/** Credentials of a client, as `client create` prints them. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a call was answered with. */
export interface Answered {
  readonly status: number;
  readonly code: string | undefined;
}

/** Calls the API as one client does. */
export class Caller {
  private constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly model: string,
  ) {}

  public static async with(
    api: { readonly baseUrl: string; readonly tokenUrl: string },
    credentials: Credentials,
    model: string,
  ): Promise<Caller> {
    return new Caller(api.baseUrl, await fetchToken(api.tokenUrl, credentials), model);
  }

  public async call(model = this.model): Promise<Answered> {
    const answer = await fetch(`${this.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    const body = (await answer.json()) as { readonly error?: { readonly code?: string } };
    return { status: answer.status, code: body.error?.code };
  }

  /** Calls until the answer is as expected, and says after how many milliseconds; infinite when it never is. */
  public async until(
    expected: (answer: Answered) => boolean,
    { model = this.model, withinMs = 15_000 } = {},
  ): Promise<number> {
    const since = Date.now();
    while (Date.now() - since < withinMs) {
      const began = Date.now();
      if (expected(await this.call(model))) return began - since;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return Infinity;
  }
}
