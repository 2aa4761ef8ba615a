/** What a guard policy lets through that its base would stop; an empty list where it stops everything. */
export function weaknessesOf(policy: unknown): string[] {
  const { injection, secrets, wasteScore, extractionScore, trust } = record(policy);
  const never = (score: unknown) => typeof score === 'number' && score > 1;
  const roles = Object.entries(record(trust)).filter(([role, change]) => {
    const { ruleScore, detectorScore, untrusted } = record(change);
    // a score above 1 is never reached; words of tools and documents may give no instructions.
    return (
      never(ruleScore) || never(detectorScore) || (untrusted === false && (role === 'tool' || role === 'document'))
    );
  });
  return [
    ...(injection === 'flag' ? ['injection'] : []),
    ...(secrets === 'flag' || secrets === 'allow' ? ['secrets'] : []),
    ...(never(wasteScore) ? ['wasteScore'] : []),
    ...(never(extractionScore) ? ['extractionScore'] : []),
    ...roles.map(([role]) => `trust.${role}`),
  ];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
