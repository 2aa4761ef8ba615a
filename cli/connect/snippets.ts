/** Where and as whom a snippet connects. */
export interface Connection {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly model: string;
}

export const SNIPPET_LANGUAGES = ['curl', 'python', 'node', 'langchain'] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/**
 * Code that connects, to be pasted as it is.
 *
 * Tokens are fetched once and renewed a minute before they expire: each costs money, and a client that asks for one
 * with every call is slow besides.
 */
export function snippetFor(language: SnippetLanguage, connection: Connection): string {
  return SNIPPETS[language](connection);
}

const SNIPPETS: Readonly<Record<SnippetLanguage, (connection: Connection) => string>> = {
  curl: ({ baseUrl, tokenUrl, clientId, model }) => `token=$(curl -sf -u "${clientId}:$LLM_API_CLIENT_SECRET" \\
  -d grant_type=client_credentials '${tokenUrl}' | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
curl -sS '${baseUrl}/chat/completions' \\
  -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \\
  -d '{"model":"${model}","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}'`,

  python: (connection) => `${pythonTokens(connection)}

from openai import OpenAI

# the SDK asks the function for a key before each call.
client = OpenAI(base_url="${connection.baseUrl}", api_key=access_token)
answer = client.chat.completions.create(
    model="${connection.model}", max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
)
print(answer.choices[0].message.content)`,

  node: ({ baseUrl, tokenUrl, clientId, model }) => `import OpenAI from 'openai';

let token = { value: '', until: 0 };
let renewal;

/** The access token; renewed a minute before it expires, once for all callers. */
async function accessToken() {
  if (Date.now() < token.until) return token.value;
  renewal ??= renew().finally(() => (renewal = undefined));
  return renewal;
}

async function renew() {
  const basic = Buffer.from(\`${clientId}:\${process.env.LLM_API_CLIENT_SECRET}\`).toString('base64');
  const answer = await fetch('${tokenUrl}', {
    method: 'POST',
    headers: { authorization: \`Basic \${basic}\`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  if (!answer.ok) throw new Error(\`token: expected 200, got \${answer.status}\`);
  const { access_token, expires_in } = await answer.json();
  token = { value: access_token, until: Date.now() + (expires_in - 60) * 1000 };
  return token.value;
}

// the SDK asks the function for a key before each call.
const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: accessToken });
const answer = await client.chat.completions.create({
  model: '${model}',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0].message.content);`,

  langchain: (connection) => `${pythonTokens(connection)}

import httpx
from langchain_openai import ChatOpenAI


class BearerToken(httpx.Auth):
    def auth_flow(self, request):
        request.headers["Authorization"] = f"Bearer {access_token()}"
        yield request


model = ChatOpenAI(
    base_url="${connection.baseUrl}",
    api_key="unused",
    model="${connection.model}",
    max_tokens=64,
    http_client=httpx.Client(auth=BearerToken()),
)
print(model.invoke("Hello").content)`,
};

function pythonTokens({ tokenUrl, clientId }: Connection): string {
  return `import base64
import json
import os
import threading
import time
import urllib.request

_token = {"value": "", "until": 0.0}
_lock = threading.Lock()


def access_token() -> str:
    """The access token; renewed a minute before it expires, once for all threads."""
    with _lock:
        if time.time() >= _token["until"]:
            secret = os.environ["LLM_API_CLIENT_SECRET"]
            basic = base64.b64encode(f"${clientId}:{secret}".encode()).decode()
            request = urllib.request.Request(
                "${tokenUrl}",
                data=b"grant_type=client_credentials",
                headers={"Authorization": f"Basic {basic}"},
            )
            with urllib.request.urlopen(request) as answer:
                fresh = json.load(answer)
            _token.update(value=fresh["access_token"], until=time.time() + fresh["expires_in"] - 60)
        return _token["value"]`;
}
