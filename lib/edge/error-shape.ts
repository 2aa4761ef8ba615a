/** An error in OpenAI's shape, as text: the same from API Gateway, from WAF and from the function. */
export function errorText(error: { message: string; type: string; code: string }): string {
  return JSON.stringify({ error: { message: error.message, type: error.type, param: null, code: error.code } });
}

/** Headers of every answer: a browser must neither guess its type nor keep it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
};
