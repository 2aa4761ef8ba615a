import { complaint, ok, type DoctorCheck } from './finding';

/** What the doctor looks at on this machine. */
export interface MachinePorts {
  /** `process.versions.node`. */
  readonly nodeVersion: string;
  /** Version of the newest Python 3 on the path, `3.12`. */
  readonly pythonVersion: () => Promise<string | undefined>;
  /** Whether the emulator's environment is there. */
  readonly emulatorInstalled: () => boolean;
  readonly portIsFree: (port: number) => Promise<boolean>;
  /** Address of the local API that runs now. */
  readonly localApi: () => string | undefined;
}

const LEAST_NODE: readonly [number, number] = [20, 19];
const LEAST_PYTHON: readonly [number, number] = [3, 10];
/** What a start takes when they are free. */
const PORTS = [4600, 4566];

/** Node.js, Python and ports. */
export const MACHINE_CHECKS: readonly DoctorCheck<MachinePorts>[] = [
  {
    name: 'Node.js',
    run: async ({ nodeVersion }) =>
      isAtLeast(nodeVersion, LEAST_NODE)
        ? ok('Node.js', nodeVersion)
        : complaint(
            'failed',
            'Node.js',
            nodeVersion,
            `${LEAST_NODE.join('.')} or newer is needed: nothing here runs on an older one`,
            'npm install --global n && n 24',
          ),
  },
  {
    name: 'Python',
    run: async ({ pythonVersion, emulatorInstalled }) => {
      const version = await pythonVersion();
      if (version !== undefined && isAtLeast(version, LEAST_PYTHON)) return ok('Python', version);
      return complaint(
        emulatorInstalled() ? 'warning' : 'failed',
        'Python',
        version ?? 'none',
        `${LEAST_PYTHON.join('.')} or newer is needed for the emulator, and so for npm start; a deployment needs none`,
        'sudo apt-get install python3 python3-venv',
      );
    },
  },
  {
    name: 'ports',
    run: async ({ portIsFree, localApi }) => {
      const running = localApi();
      if (running !== undefined) return ok('ports', `the local API serves ${running}`);
      const taken: number[] = [];
      for (const port of PORTS) if (!(await portIsFree(port))) taken.push(port);
      if (taken.length === 0) return ok('ports', `${PORTS.join(' and ')} are free`);
      return complaint(
        'warning',
        'ports',
        `${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} taken by another program`,
        'npm start takes other ports, and prints which',
        'npm start -- --port 0',
      );
    },
  },
];

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [left = 0, right = 0] = version.split('.').map(Number);
  return left > major || (left === major && right >= minor);
}
