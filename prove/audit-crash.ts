import { type ChildProcess, spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetPublicKeyCommand } from '@aws-sdk/client-kms';
import { buildSync } from 'esbuild';
import { bucketSource } from '../cli/audit/trail-source';
import { readTrail } from '../cli/audit/verify-trail';
import { startEmulator } from '../local/emulator/emulator';
import { anyFreePort } from '../local/free-port';
import type { WorkerTask } from './audit/crash-worker';
import { createStores } from './audit/emulated-stores';
import { emulatedSealer } from './audit/emulated-sealer';
import { startFaultProxy } from './audit/fault-proxy';
import { randomFrom } from './audit/random';
import type { Proof } from './proof';

const GATEWAYS = 2;
const SEALERS = 2;
/** Answered requests between two restarts of the emulator, at most. */
const MOST_BETWEEN_RESTARTS = 500;

/** Workers and sealers are killed while the way to the stores breaks: nothing is lost, nothing is doubled. */
const proof: Proof = {
  name: 'audit-crash',
  summary:
    'under random kills, restarts of the stores and broken connections every answered request has its records, once, and the chain verifies',
  seconds: 600,
  inTest: false,
  standalone: true,
  async run({ args, say }) {
    const wanted = Number(args[0] ?? 10_000);
    const restartEvery = Math.min(MOST_BETWEEN_RESTARTS, Math.ceil(wanted / 2));
    const seed = Number(args[1] ?? 20261122);
    const random = randomFrom(seed);
    const scratch = mkdtempSync(join(tmpdir(), 'audit-crash-'));
    const bundle = join(scratch, 'worker.cjs');
    buildSync({
      entryPoints: [join(__dirname, 'audit', 'crash-worker.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    });
    const port = await anyFreePort();
    const boot = () =>
      startEmulator({
        port,
        scratch,
        logFile: join(scratch, 'emulator.log'),
        bedrockUrl: 'http://127.0.0.1:9',
        keepState: true,
      });
    let emulator = await boot();
    const proxy = await startFaultProxy(port, random, 0.01);
    const children = new Map<string, ChildProcess>();
    const answered = new Set<string>();
    let kills = 0;
    let outages = 0;
    let restarts = 0;
    let generation = 0;
    try {
      const stores = await createStores(emulator.endpoint, 'crash');
      const { dynamodb: _dynamodb, s3, kms, ...names } = stores;
      const start = (role: WorkerTask['role'], slot: number) => {
        generation += 1;
        const task: WorkerTask = { role, name: `${role}${slot}x${generation}`, endpoint: proxy.endpoint, names };
        const child = spawn(process.execPath, [bundle, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'ignore'] });
        createInterface({ input: child.stdout }).on('line', (line) => answered.add(line));
        children.set(`${role} ${slot}`, child);
      };
      for (let slot = 0; slot < GATEWAYS; slot += 1) start('gateway', slot);
      for (let slot = 0; slot < SEALERS; slot += 1) start('sealer', slot);

      const restart = async () => {
        proxy.close();
        // what had arrived is written, and its writer does not know: the answer has nowhere to go.
        await sleep(500);
        await emulator.stop();
        emulator = await boot();
        proxy.open();
        restarts += 1;
      };

      let said = 0;
      let nextRestart = restartEvery;
      while (answered.size < wanted) {
        await sleep(random.between(200, 1_200));
        const place = random.pick([...children.keys()]);
        const child = children.get(place)!;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
        kills += 1;
        const [role, slot] = place.split(' ');
        start(role as WorkerTask['role'], Number(slot));
        if (answered.size >= nextRestart) {
          nextRestart = answered.size + restartEvery;
          await restart();
        } else if (random.next() < 0.1) {
          outages += 1;
          proxy.outage(random.between(100, 1_500));
        }
        if (answered.size - said >= 500) {
          said = answered.size;
          say(`${said} of ${wanted} answered, ${kills} kills, ${restarts} restarts, ${proxy.cuts()} cut answers`);
        }
      }
      for (const child of children.values()) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      children.clear();

      // one sealer that is left alone finishes what the killed ones began.
      await emulatedSealer(stores).onHeartbeat({ readTable: true });
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: stores.signingKeyArn }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
      const seen = new Map<string, number>();
      const report = await readTrail(bucketSource(s3, stores.auditBucket), {
        publicKey,
        onRecord: ({ record }) => {
          const key = `${record.request} ${record.type}`;
          seen.set(key, (seen.get(key) ?? 0) + 1);
        },
      });
      for (const { message } of report.problems.slice(0, 5)) say(message);
      for (const incident of report.incidents.slice(0, 5)) say(JSON.stringify(incident));
      const missing = [...answered].filter((id) => !seen.has(`${id} open`) || !seen.has(`${id} close`));
      const doubled = [...seen.values()].filter((count) => count > 1).length;
      return {
        holds: missing.length === 0 && doubled === 0 && report.problems.length === 0 && report.incidents.length === 0,
        figures: {
          answered: answered.size,
          answeredWithoutRecords: missing.length,
          doubledRecords: doubled,
          records: report.records,
          segments: report.segments,
          problems: report.problems.length,
          falseIncidents: report.incidents.length,
          kills,
          cutAnswers: proxy.cuts(),
          outages,
          emulatorRestarts: restarts,
        },
        conditions: `seed ${seed}; ${GATEWAYS} gateway and ${SEALERS} sealer processes, one killed (SIGKILL) each 0.2 to 1.2 s; 1% of the answers of the stores cut off, outages of 0.1 to 1.5 s by a proxy; the emulator's own process was ended and started again after each ${restartEvery} answers, while gateways and sealers ran on; it writes its store down when it is ended, so it was asked to end and not killed; the sealer read the table, not a stream`,
      };
    } finally {
      for (const child of children.values()) child.kill('SIGKILL');
      proxy.stop();
      await emulator.stop();
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

export default proof;
