/**
 * Whether a pattern of IAM covers a text: `*` is any text, `?` any character.
 *
 * Two indices and one place to go back to, never a regular expression: linear in practice and bounded by the product of
 * the lengths, whatever a policy holds.
 */
export function covers(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    // a star first: the text may itself hold one, where a pattern is compared with a pattern.
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** As `covers`, for actions, whose case does not matter. */
export function coversAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}

/**
 * As `covers`, for ARNs: a wildcard of a resource does not reach over the parts in front of the resource's own.
 *
 * AWS matches partition, service, Region and account part by part, so `arn:aws:s3:*` is not every ARN of S3.
 */
export function coversArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const wanted = arnParts(pattern);
  const got = arnParts(arn);
  return wanted.length === got.length && wanted.every((part, index) => covers(part, got[index]!));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
