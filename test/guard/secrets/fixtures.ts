/** What a credential looks like: text, and in brackets a class of characters and how many of them, made up for each test. */
export interface SecretFixture {
  readonly bad: string;
  /**
   * What is none.
   *
   * @default - the same with a placeholder for what is made up
   */
  readonly good?: string;
}

/** One for each form of credential, by its name. None of them is one: they are filled in when a test runs. */
export const SECRET_FIXTURES: Readonly<Record<string, SecretFixture>> = {
  'private-key': { bad: '-----BEGIN RSA PRIVATE KEY-----\nMII<A-Za-z0-9:60>\n-----END RSA PRIVATE KEY-----', good: '-----BEGIN PUBLIC KEY-----\nMII<A-Za-z0-9:60>\n-----END PUBLIC KEY-----' },
  'putty-private-key': { bad: 'PuTTY-User-Key-File-<23:1>: <a-z0-9-:3>', good: 'PuTTY-User-Key-File is the head of the format' },
  'aws-access-key-id': { bad: 'AKIA<A-Z0-9:16>' },
  'aws-bedrock-key': { bad: 'ABSK<A-Za-z0-9+/:80>' },
  'aws-mws-token': { bad: 'amzn.mws.<0-9a-f:8>-<0-9a-f:4>-<0-9a-f:4>-<0-9a-f:4>-<0-9a-f:12>' },
  'gcp-api-key': { bad: 'AIza<\\w-:35>' },
  'gcp-oauth-token': { bad: 'ya29.<\\w-:20>' },
  'gcp-oauth-secret': { bad: 'GOCSPX-<\\w-:28>' },
  'gcp-service-account-key': { bad: 'GOOG1<A-Z0-9:56>' },
  'azure-storage-key': { bad: 'AccountKey=<A-Za-z0-9+/:86>==' },
  'azure-shared-access-key': { bad: 'SharedAccessKey=<A-Za-z0-9+/:43>=' },
  'azure-sas-token': { bad: 'sig=<A-Za-z0-9%+/:43>%3D' },
  'alibaba-access-key': { bad: 'LTAI<A-Za-z0-9:16>' },
  'tencent-secret-id': { bad: 'AKID<A-Za-z0-9:32>' },
  'yandex-key': { bad: 'AQVN<A-Za-z0-9_-:35>' },
  'digitalocean-token': { bad: 'do<opr:1>_v1_<a-f0-9:64>' },
  'cloudflare-origin-ca-key': { bad: 'v1.0-<a-f0-9:24>-<a-f0-9:146>' },
  'heroku-key': { bad: 'HRKU-AA<\\w-:58>' },
  'netlify-token': { bad: 'nf<pco:1>_<A-Za-z0-9:36>' },
  'vercel-token': { bad: 'vc<piark:1>_<A-Za-z0-9:24>' },
  'flyio-token': { bad: 'fo1_<\\w-:43>' },
  'supabase-key': { bad: 'sbp_<a-f0-9:40>' },
  'planetscale-secret': { bad: 'pscale_tkn_<\\w.=-:32>' },
  'neon-key': { bad: 'napi_<a-z0-9:64>' },
  'databricks-token': { bad: 'dapi<a-f0-9:32>' },
  'vault-token': { bad: 'hv<sbr:1>.<\\w-:24>' },
  'doppler-token': { bad: 'dp.pt.<A-Za-z0-9:40>' },
  'onepassword-token': { bad: 'ops_eyJ<A-Za-z0-9+/:250>' },
  'infisical-token': { bad: 'st.<a-f0-9:24>.<a-f0-9:32>.<a-f0-9:32>' },
  'pulumi-token': { bad: 'pul-<a-f0-9:40>' },
  'infracost-key': { bad: 'ico-<A-Za-z0-9:32>' },
  'age-secret-key': { bad: 'AGE-SECRET-KEY-1<QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L:58>' },
  'dynatrace-token': { bad: 'dt0<a-zA-Z:1><0-9:2>.<A-Z0-9:24>.<A-Z0-9:64>' },
  'grafana-token': { bad: 'glc_<A-Za-z0-9+/:32>' },
  'newrelic-key': { bad: 'NRAK-<A-Za-z0-9-:19>' },
  'sentry-token': { bad: 'sntrys_eyJ<A-Za-z0-9+/=_-:80>' },
  'sonar-token': { bad: 'sq<upa:1>_<a-f0-9:40>' },
  'openshift-token': { bad: 'sha256~<\\w-:43>' },
  'tailscale-key': { bad: 'tskey-<a-z:2>-<A-Za-z0-9:8>' },
  'harness-token': { bad: 'pat.<A-Za-z0-9_-:22>.<a-f0-9:24>.<A-Za-z0-9:20>' },
  'anthropic-key': { bad: 'sk-ant-<a-z0-9:3>-<\\w-:40>' },
  'openrouter-key': { bad: 'sk-or-v1-<a-f0-9:64>' },
  'openai-key': { bad: 'sk-proj-<\\w-:20>' },
  'huggingface-token': { bad: 'hf_<A-Za-z0-9:34>' },
  'replicate-token': { bad: 'r8_<A-Za-z0-9:37>' },
  'groq-key': { bad: 'gsk_<A-Za-z0-9:52>' },
  'xai-key': { bad: 'xai-<A-Za-z0-9:70>' },
  'perplexity-key': { bad: 'pplx-<A-Za-z0-9:48>' },
  'nvidia-key': { bad: 'nvapi-<\\w-:60>' },
  'langsmith-key': { bad: 'lsv2_pt_<a-f0-9:32>_<a-f0-9:10>' },
  'pinecone-key': { bad: 'pcsk_<A-Za-z0-9:5>_<A-Za-z0-9:60>' },
  'tavily-key': { bad: 'tvly-<A-Za-z0-9:32>' },
  'jina-key': { bad: 'jina_<\\w-:60>' },
  'fireworks-key': { bad: 'fw_<A-Za-z0-9:22>' },
  'voyage-key': { bad: 'pa-<\\w-:40>' },
  'elevenlabs-key': { bad: 'sk_<a-f0-9:48>' },
  'cerebras-key': { bad: 'csk-<a-z0-9:48>' },
  'wandb-key': { bad: 'wandb_v1_<\\w-:40>' },
  'github-token': { bad: 'gh<pousr:1>_<A-Za-z0-9:36>' },
  'github-fine-grained-token': { bad: 'github_pat_<A-Za-z0-9:22>_<A-Za-z0-9:59>' },
  'gitlab-token': { bad: 'glpat-<\\w.-:20>' },
  'gitlab-runner-token': { bad: 'GR1348941<\\w-:20>' },
  'atlassian-token': { bad: 'ATATT3<A-Za-z0-9_=-:100>' },
  'npm-token': { bad: 'npm_<A-Za-z0-9:36>' },
  'pypi-token': { bad: 'pypi-AgE<\\w-:50>' },
  'rubygems-key': { bad: 'rubygems_<a-f0-9:48>' },
  'nuget-key': { bad: 'oy2<a-z0-9:43>' },
  'docker-token': { bad: 'dckr_pat_<\\w-:27>' },
  'crates-token': { bad: 'cio<A-Za-z0-9:32>' },
  'clojars-token': { bad: 'CLOJARS_<a-z0-9:60>' },
  'artifactory-key': { bad: 'AKCp<A-Za-z0-9:69>' },
  'postman-key': { bad: 'PMAK-<a-f0-9:24>-<a-f0-9:34>' },
  'linear-key': { bad: 'lin_api_<A-Za-z0-9:40>' },
  'notion-token': { bad: 'ntn_<0-9:11><A-Za-z0-9:35>' },
  'figma-token': { bad: 'fig<do:1>_<\\w-:40>' },
  'airtable-token': { bad: 'pat<A-Za-z0-9:14>.<a-f0-9:64>' },
  'sourcegraph-token': { bad: 'sgp_<a-fA-F0-9:40>' },
  'prefect-key': { bad: 'pnu_<a-z0-9:36>' },
  'readme-key': { bad: 'rdme_<a-z0-9:70>' },
  'contentful-token': { bad: 'CFPAT-<\\w-:43>' },
  'launchdarkly-key': { bad: 'sdk-<a-f0-9:8>-<a-f0-9:4>-4<a-f0-9:3>-<a-f0-9:4>-<a-f0-9:12>' },
  'buildkite-token': { bad: 'bkua_<a-z0-9:40>' },
  'circleci-token': { bad: 'CCIPAT_<A-Za-z0-9:22>_<a-f0-9:40>' },
  'adafruit-key': { bad: 'aio_<A-Za-z0-9:28>' },
  'adobe-secret': { bad: 'p8e-<a-z0-9:32>' },
  'terraform-cloud-token': { bad: 'atlasv1.<\\w=-:60>' },
  'mapbox-token': { bad: 'sk.eyJ<\\w-:20>.<\\w-:20>' },
  'discord-webhook': { bad: 'https://discord.com/api/webhooks/<\\d:15>/<\\w-:40>' },
  'frameio-token': { bad: 'fio-u-<\\w=-:64>' },
  'typeform-token': { bad: 'tfp_<\\w.=-:40>' },
  'rapyd-scalingo-token': { bad: 'tk-us-<\\w-:48>' },
  'octopus-key': { bad: 'API-<A-Z0-9:26>' },
  'hubspot-token': { bad: 'pat-na<0-9:1>-<0-9A-Fa-f:8>-<0-9A-Fa-f:4>-<0-9A-Fa-f:4>-<0-9A-Fa-f:4>-<0-9A-Fa-f:12>' },
  'slack-token': { bad: 'xox<abeoprs:1>-<A-Za-z0-9-:10>' },
  'slack-webhook': { bad: 'https://hooks.slack.com/services/<A-Za-z0-9+/:40>' },
  'teams-webhook': { bad: 'https://<a-z0-9-:1>.webhook.office.com/webhookb2/<a-f0-9-:36>@<a-f0-9-:36>/IncomingWebhook/<a-f0-9:32>/<a-f0-9-:36>' },
  'discord-token': { bad: '<MNO:1><A-Za-z0-9_-:23>.<\\w-:6>.<\\w-:27>' },
  'telegram-token': { bad: '<\\d:8>:A<A-Za-z0-9_-:34>' },
  'stripe-key': { bad: 'sk_live_<A-Za-z0-9:10>' },
  'stripe-webhook-secret': { bad: 'whsec_<A-Za-z0-9+/:32>' },
  'square-token': { bad: 'sq0atp-<\\w-:22>' },
  'braintree-token': { bad: 'access_token$production$<a-z0-9:16>$<a-f0-9:32>' },
  'plaid-token': { bad: 'access-sandbox-<a-f0-9:8>-<a-f0-9:4>-<a-f0-9:4>-<a-f0-9:4>-<a-f0-9:12>' },
  'gocardless-token': { bad: 'live_<\\w-:40>' },
  'shippo-token': { bad: 'shippo_live_<a-f0-9:40>' },
  'lob-key': { bad: 'live_<a-f0-9:31>' },
  'duffel-token': { bad: 'duffel_test_<\\w=-:43>' },
  'easypost-key': { bad: 'EZ<AT:1>K<a-zA-Z0-9:54>' },
  'flutterwave-key': { bad: 'FLWPUBK-<a-h0-9:12>-X' },
  'razorpay-key': { bad: 'rzp_live_<A-Za-z0-9:14>' },
  'coinbase-key': { bad: 'organizations/<a-f0-9-:36>/apiKeys/<a-f0-9-:36>' },
  'twilio-key': { bad: 'SK<0-9a-f:32>' },
  'sendgrid-key': { bad: 'SG.<\\w-:16>.<\\w-:16>' },
  'mailgun-key': { bad: 'key-<a-f0-9:32>' },
  'mailgun-signing-key': { bad: '<a-h0-9:32>-<a-h0-9:8>-<a-h0-9:8>' },
  'mailchimp-key': { bad: '<a-f0-9:32>-us<0-9:1>' },
  'brevo-key': { bad: 'xkeysib-<a-f0-9:64>-<A-Za-z0-9:16>' },
  'resend-key': { bad: 're_<A-Za-z0-9:8>_<A-Za-z0-9:20>' },
  'klaviyo-key': { bad: 'pk_<a-f0-9:34>' },
  'clickup-token': { bad: 'pk_<\\d:6>_<A-Z0-9:32>' },
  'shopify-token': { bad: 'shpat_<a-fA-F0-9:32>' },
  'facebook-token': { bad: 'EAA<A-Za-z0-9:90>' },
  'twitter-bearer': { bad: 'AAAAAAAAAAAAAAAAAAAAAA<a-zA-Z0-9%:80>' },
  'dropbox-token': { bad: 'sl.<A-Za-z0-9=_-:130>' },
  'maxmind-key': { bad: 'mmk_<A-Za-z0-9:29>' },
  'okta-token': { bad: 'SSWS 00<\\w-:40>' },
  'zapier-webhook': { bad: 'https://hooks.zapier.com/hooks/catch/<\\d:4>/<a-z0-9:5>' },
  'onesignal-key': { bad: 'os_v2_app_<a-z2-7:80>' },
  'mixpanel-intercom-token': { bad: 'dG9rO<A-Za-z0-9+/:50>' },
  'json-web-token': { bad: 'eyJ<A-Za-z0-9:20>.eyJ<A-Za-z0-9:30>.<A-Za-z0-9:43>', good: 'eyJ<A-Za-z0-9:20> eyJ<A-Za-z0-9:30>' },
  'authorization-header': { bad: 'Authorization: Bearer <A-Za-z0-9:40>', good: 'Authorization: Bearer <token>' },
  'npmrc-token': { bad: '//registry.x.org/:_authToken=<A-Za-z0-9:36>', good: '_authToken=${NPM_TOKEN}' },
  'session-cookie': { bad: 'Cookie: JSESSIONID=<A-Za-z0-9:32>', good: 'set JSESSIONID=x' },
  'key-value-connection-string': { bad: 'Server=db.internal;Database=x;User Id=sa;Password=<A-Za-z0-9:20>;', good: 'Server=db.internal;Database=x;Integrated Security=true;' },
  'jdbc-with-password': { bad: 'jdbc:postgresql://db/main?user=app&password=<A-Za-z0-9:12>', good: 'jdbc:postgresql://db/main?user=app&ssl=true' },
  'aws-secret-access-key': { bad: 'aws_secret_access_key = <A-Za-z0-9:40>', good: 'aws lambda publishes <A-Za-z0-9:39>' },
  'bare-secret': { bad: 'CLIENT_SECRET=<A-Za-z0-9:20>', good: 'CLIENT_SECRET=process.env.SECRET' },
  'told-password': { bad: 'the password is hunter2<a-z0-9:4>', good: 'the password is written down' },
  'curl-credential': { bad: 'curl -s -u admin:<A-Za-z0-9:20> https://x.org', good: 'curl -s https://x.org -H accept:json' },
  'sshpass-credential': { bad: 'sshpass -p <A-Za-z0-9:12> ssh host', good: 'man sshpass' },
  'database-credential': { bad: 'mysql -h db -u root --password=<A-Za-z0-9:12>', good: 'mysql -h db -u root' },
  'docker-credential': { bad: 'docker login -u me -p <A-Za-z0-9:12>', good: 'docker login registry.x.org' },
  'jwk-private-key': { bad: '{"kty":"EC","d":"<A-Za-z0-9:43>"}', good: '{"kty":"EC","x":"<A-Za-z0-9:43>"}' },
  'url-with-password': { bad: 'postgres://app:<A-Za-z0-9:20>@db.internal:5432/main', good: 'postgres://app:password@db.internal:5432/main' },
  'quoted-secret': { bad: 'api_key = "<A-Za-z0-9:20>"', good: 'api_key = "your-api-key-here"' },
}; // prettier-ignore

/** Fills a fixture with characters that look random and are the same each time. */
export function filled(recipe: string): string {
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 9) % below;
  };
  return recipe.replace(/<([^>]+):(\d+)>/g, (_all, members: string, count: string) => {
    const one = new RegExp(`[${members}]`);
    const characters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((each) =>
      one.test(each),
    );
    return Array.from({ length: Number(count) }, () => characters[next(characters.length)]).join('');
  });
}

/** The same with `x` wherever something is made up, as documentation writes it. */
export function asDocumented({ bad, good }: SecretFixture): string {
  return good === undefined
    ? bad.replace(/<[^>]+:(\d+)>/g, (_all, count: string) => 'x'.repeat(Number(count)))
    : filled(good);
}
