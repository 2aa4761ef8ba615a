import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAws, type LocalAws } from './aws';
import { startBedrockMock, type BedrockMock } from './bedrock/bedrock-mock';
import { demoModel } from './bedrock/demo-model';
import { upstreamModel } from './bedrock/upstream-model';
import { readAssembly, type Assembly } from './deploy/assembly';
import { deploy, type Deployment } from './deploy/deployment';
import { edgeOf, type LocalEdge } from './edge/edge-of';
import { healthy, startEmulator, type Emulator } from './emulator/emulator';
import { isAlive } from '../cli/local-endpoint';
import { LOCAL_FOLDER } from './endpoint';
import { choosePort } from './free-port';
import { makeLedger, type Ledger } from './ledger/ledger';
import { countsOf } from './ledger/readme-counts';
import type { StartOptions } from './options';
import { startServiceGate, type ServiceGate } from './service-gate';
import { LOCAL_REGION, synthesize } from './synthesize';

const SCRATCH = 'hardened-llm-api-';
const EDGE_PORT = 4600;
const EMULATOR_PORT = 4566;

/** Everything that one local run started, so that it can be ended in order. */
export class LocalRun {
  public assembly: Assembly | undefined;
  public deployment: Deployment | undefined;
  public aws: LocalAws | undefined;
  public mock: BedrockMock | undefined;
  public gate: ServiceGate | undefined;
  public edge: LocalEdge | undefined;
  public ledger: Ledger | undefined;
  private emulator: Emulator | undefined;
  private readonly scratch = mkdtempSync(join(tmpdir(), `${SCRATCH}${process.pid}-`));
  private readonly echoValue = randomUUID();
  private readonly stop = new AbortController();
  private starting: Promise<string> | undefined;
  private closing: Promise<void> | undefined;

  public constructor(private readonly options: StartOptions) {
    mkdirSync(LOCAL_FOLDER, { recursive: true });
    chmodSync(LOCAL_FOLDER, 0o700);
    sweepScratch();
  }

  /** Starts the model's mock and the emulator; a port that is taken and was asked for ends it here. */
  public startServices(): Promise<string> {
    this.starting = this.start();
    return this.starting;
  }

  private async start(): Promise<string> {
    const { upstream, upstreamModel: name, endpoint } = this.options;
    this.mock = await startBedrockMock(upstream === undefined ? demoModel : upstreamModel(upstream, name));
    const port = await choosePort(undefined, EMULATOR_PORT);
    const url = endpoint ?? `http://127.0.0.1:${port}`;
    // before the emulator: functions that it runs fetch an issuer's keys through the gate.
    this.gate = await startServiceGate(new URL(url));
    if (endpoint !== undefined) await healthy(endpoint);
    else
      this.emulator = await startEmulator({
        port,
        scratch: this.scratch,
        logFile: join(LOCAL_FOLDER, 'emulator.log'),
        bedrockUrl: this.mock.url,
        gateUrl: this.gate.url,
      });
    this.aws = localAws(url, LOCAL_REGION);
    return url;
  }

  public async synthesize(): Promise<string> {
    const folder = this.options.assembly ?? (await synthesize(join(LOCAL_FOLDER, 'cdk.out'), this.stop.signal));
    this.assembly = readAssembly(folder);
    return `${Object.keys(this.assembly.template.Resources).length} resources`;
  }

  public async deploy(): Promise<string> {
    const { assembly, aws } = this;
    if (!assembly || !aws) throw new Error('deploy: expected a template and an emulator, got neither');
    this.aws = localAws(aws.endpoint, assembly.region);
    this.deployment = await deploy(assembly, this.aws, this.echoValue);
    return `${Object.keys(this.deployment.physicalIds).length} resources`;
  }

  public async startEdge(): Promise<string> {
    const { deployment, aws, mock, gate } = this;
    if (!deployment || !aws || !mock || !gate) throw new Error('edge: expected a deployment, got none');
    this.edge = await edgeOf(deployment, {
      port: await choosePort(this.options.port, EDGE_PORT),
      aws,
      echoValue: this.echoValue,
      gateUrl: gate.url,
      bedrockUrl: mock.url,
      accessLogFile: join(LOCAL_FOLDER, 'access.log'),
      troubleFile: join(LOCAL_FOLDER, 'trouble.log'),
    });
    gate.control('recycle-gateway', this.edge.recycle);
    gate.control('crash-gateway', this.edge.crash);
    gate.control('recycle-authorizer', this.edge.recycleAuthorizer);
    return this.edge.url;
  }

  /** Says what of the template this run shows and what it cannot, and writes it down for other commands. */
  public async compare(): Promise<string> {
    const { deployment, aws } = this;
    if (!deployment || !aws) throw new Error('ledger: expected a deployment, got none');
    this.ledger = await makeLedger(deployment, aws);
    writeFileSync(join(LOCAL_FOLDER, 'ledger.json'), `${JSON.stringify(this.ledger, undefined, 2)}\n`);
    return countsOf(this.ledger);
  }

  /** Ends everything in the reverse order; called twice, it ends once. */
  public close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    this.stop.abort();
    // what is still starting has to be there before it can be ended.
    await this.starting?.catch(() => undefined);
    await this.edge?.close();
    await this.gate?.close();
    await this.emulator?.stop();
    await this.mock?.close();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** Removes what runs left behind that were killed and could not tidy up. */
function sweepScratch(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^hardened-llm-api-(\d+)-\w+$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
