import type { AccountPorts } from './account-ports';
import { complaint, ok, type DoctorCheck } from './finding';

/** Credentials and Region: without them nothing else can be looked at. */
export const ACCESS_CHECKS: readonly DoctorCheck<AccountPorts>[] = [
  {
    name: 'Region',
    run: async ({ region }) =>
      region === undefined
        ? complaint(
            'failed',
            'Region',
            'none',
            'nothing can be looked at or deployed',
            'export AWS_REGION=eu-central-1',
          )
        : ok('Region', region),
  },
  {
    name: 'credentials',
    run: async ({ identity }) => {
      try {
        const { account, arn } = await identity();
        return ok('credentials', `${arn} in account ${account}`);
      } catch (error) {
        return complaint(
          'failed',
          'credentials',
          error instanceof Error ? error.name : 'none',
          'AWS does not know you: nothing can be looked at or deployed',
          'aws sso login',
        );
      }
    },
  },
];
