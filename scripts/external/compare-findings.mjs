const LEAST_REASON = 40;

/** One finding at one place: what makes an entry of the list the same as a finding. */
const keyOf = ({ check, resource }) => `${check} at ${resource}`;

/**
 * Compares what a judge finds with the list of what is accepted. Each difference is a failure: a finding that nobody
 * has accepted, and an entry that accepts nothing any more and would hide the next finding at its place.
 *
 * @param {{check: string, resource: string, name: string}[]} findings
 * @param {{check: string, resource: string, reason: string}[]} accepted
 * @returns {string[]} the differences, each in a sentence
 */
export function compareFindings(findings, accepted) {
  const found = new Set(findings.map(keyOf));
  const listed = new Set(accepted.map(keyOf));
  const problems = [];
  for (const finding of findings)
    if (!listed.has(keyOf(finding))) problems.push(`${keyOf(finding)}: ${finding.name}; it is not accepted`);
  accepted.forEach((entry, at) => {
    const key = keyOf(entry);
    if (!found.has(key)) problems.push(`${key}: accepted, but it is no longer found: remove the entry`);
    if (accepted.findIndex((other) => keyOf(other) === key) < at) problems.push(`${key}: accepted twice`);
    const length = typeof entry.reason === 'string' ? entry.reason.trim().length : 0;
    if (length < LEAST_REASON)
      problems.push(`${key}: expected a reason of ${LEAST_REASON} characters or more, got ${length}`);
  });
  return problems;
}
