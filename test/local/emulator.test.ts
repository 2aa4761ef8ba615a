import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../local/emulator/emulator';
import { anyFreePort, choosePort } from '../../local/free-port';

const PYTHON = join(__dirname, '..', '..', '.venv', 'bin', 'python');
// reads /proc, and needs the environment that `npm start` makes.
const onLinux = process.platform === 'linux' && existsSync(PYTHON) ? describe : describe.skip;

/** Local addresses of the sockets that the processes of a group listen on. */
function listening(group: number): string[] {
  const members = execFileSync('ps', ['-eo', 'pid=,pgid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, pgid]) => pgid === group)
    .map(([pid]) => pid);
  const inodes = new Set(
    members.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
        } catch {
          return [];
        }
      }),
    ),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      // 0A is LISTEN; a UDP socket that is bound and not connected receives, too.
      .filter((row) => inodes.has(row[9] ?? '') && (row[3] === '0A' || protocol.startsWith('udp')))
      .map((row) => row[1] ?? ''),
  );
}

onLinux('the emulator', () => {
  test('listens on loopback only, and leaves nothing behind', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'llm-api-emulator-'));
    const port = await anyFreePort();
    const emulator = await startEmulator({
      port,
      scratch,
      logFile: join(scratch, 'emulator.log'),
      bedrockUrl: 'http://127.0.0.1:1',
    });
    const group = emulator.pid ?? 0;
    try {
      const sockets = listening(group);
      expect(sockets.length).toBeGreaterThan(0);
      // 127.0.0.1, as the kernel writes it.
      expect(sockets.filter((address) => !address.startsWith('0100007F:'))).toEqual([]);
    } finally {
      await emulator.stop();
      rmSync(scratch, { recursive: true, force: true });
    }
    expect(() => process.kill(-group, 0)).toThrow();
  }, 60_000);
});

describe('a port', () => {
  test('that was asked for and is taken is an error with the way out', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(choosePort(port, 4600)).rejects.toThrow(
      `port ${port} is taken by another program: stop it, or choose another with --port`,
    );
    expect(await choosePort(undefined, port)).not.toBe(port);
    server.close();
  });
});
