import { complaint, ok, type DoctorCheck } from './finding';

/** What the doctor looks at in the API that runs on this machine. */
export interface LocalPorts {
  /** Address of the local API; `undefined` where none runs. */
  readonly baseUrl: string | undefined;
  readonly emulatorAnswers: () => Promise<boolean>;
  readonly stackStatus: () => Promise<string | undefined>;
  /** Fetches a token of the demo client. */
  readonly token: () => Promise<string>;
  /** Status of a call of the model with one word. */
  readonly call: (token: string) => Promise<number>;
  /** Properties of the template by what becomes of them here. */
  readonly ledger: () => Readonly<Record<string, number>> | undefined;
}

const AGAIN = 'npm run stop && npm start -- --detach';

/** The API that `npm start` runs. */
export const LOCAL_CHECKS: readonly DoctorCheck<LocalPorts>[] = [
  {
    name: 'local API',
    run: async ({ baseUrl }) =>
      baseUrl === undefined
        ? complaint('failed', 'local API', 'none runs', 'there is nothing to look at', 'npm start -- --detach')
        : ok('local API', baseUrl),
  },
  {
    name: 'emulator',
    run: async ({ baseUrl, emulatorAnswers }) => {
      if (baseUrl === undefined) return [];
      if (await emulatorAnswers()) return ok('emulator', 'answers');
      return complaint('failed', 'emulator', 'no answer', 'every call of the local API ends with an error', AGAIN);
    },
  },
  {
    name: 'stack',
    run: async ({ baseUrl, stackStatus }) => {
      if (baseUrl === undefined) return [];
      const status = await stackStatus();
      if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return ok('stack', status);
      return complaint('failed', 'stack', status ?? 'none', 'the template was not deployed to the emulator', AGAIN);
    },
  },
  {
    name: 'a call',
    run: async ({ baseUrl, token, call }) => {
      if (baseUrl === undefined) return [];
      const status = await call(await token());
      if (status === 200) return ok('a call', '200');
      return complaint('failed', 'a call', String(status), 'the demo client gets no answer', AGAIN);
    },
  },
  {
    name: 'fidelity',
    run: async ({ baseUrl, ledger }) => {
      if (baseUrl === undefined) return [];
      const counts = ledger();
      if (counts === undefined)
        return complaint('unknown', 'fidelity', 'no ledger', 'what is emulated was not counted', AGAIN);
      if ((counts['unknown'] ?? 0) > 0)
        return complaint(
          'warning',
          'fidelity',
          `${counts['unknown']} properties of the template that nobody has judged`,
          'what this machine shows of them says nothing about AWS',
          'add them to local/ledger/knowledge.ts',
        );
      return ok(
        'fidelity',
        Object.entries(counts)
          .map(([status, count]) => `${count} ${status}`)
          .join(', '),
      );
    },
  },
];
