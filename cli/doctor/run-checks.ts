import { complaint, type DoctorCheck, type Finding } from './finding';

/** Errors by which AWS says that the caller may not look. */
const NOT_ALLOWED = /AccessDenied|Unauthorized|NotAuthorized|Forbidden/i;

/** Runs checks side by side; one that cannot look says so, and never counts as well. */
export async function runChecks<Ports>(
  checks: readonly DoctorCheck<Ports>[],
  ports: Ports,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(async ({ name, run }) => {
      try {
        return await run(ports);
      } catch (error) {
        return notLooked(name, error);
      }
    }),
  );
  return found.flat();
}

function notLooked(check: string, error: unknown): Finding {
  const { name, message } = error instanceof Error ? error : { name: 'error', message: String(error) };
  const found = `${name}: ${message.split('\n')[0]?.slice(0, 200) ?? ''}`;
  if (NOT_ALLOWED.test(name))
    return complaint(
      'unknown',
      check,
      found,
      'your role may not look at this; the deployment may still be able to',
      'run the doctor with a role that may read it, e.g. arn:aws:iam::aws:policy/ReadOnlyAccess',
    );
  return complaint('unknown', check, found, 'this could not be looked at', 'llm-api doctor, again, when it answers');
}
