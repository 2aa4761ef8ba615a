import type { LocalEndpoint } from './endpoint';

/** How to connect, in the three ways that people ask for first. */
export function howToConnect({ baseUrl, tokenUrl, clientId, model }: LocalEndpoint): string {
  return `
  base URL   ${baseUrl}
  token URL  ${tokenUrl}
  client     ${clientId}    (its secret is in .local/endpoint.json, readable by you only)

  curl
    SECRET=$(node -p "require('./.local/endpoint.json').clientSecret")
    TOKEN=$(curl -s -u "${clientId}:$SECRET" -d grant_type=client_credentials ${tokenUrl} | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
    curl -s ${baseUrl}/chat/completions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
      -d '{"model":"${model}","messages":[{"role":"user","content":"Hello"}]}'

  Python
    from openai import OpenAI
    client = OpenAI(base_url="${baseUrl}", api_key=TOKEN)
    print(client.chat.completions.create(model="${model}", messages=[{"role": "user", "content": "Hello"}]))

  Node
    import OpenAI from 'openai';
    const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: TOKEN });
    console.log(await client.chat.completions.create({ model: '${model}', messages: [{ role: 'user', content: 'Hello' }] }));
`;
}
