import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { LocalAws } from '../aws';

/** Where lines go. */
export interface LogTargets {
  readonly logGroup?: string;
  readonly stream?: string;
  readonly file?: string;
  /** Makes CloudWatch metrics of lines in embedded metric format, as CloudWatch Logs would. */
  readonly metrics?: boolean;
}

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** One line of the embedded metric format. */
interface EmbeddedMetrics {
  readonly _aws?: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

const FLUSH_MS = 250;
const MOST_LINES = 10_000;

/** Batches lines into a log group of the emulator and into a file; a log that cannot be written never fails a request. */
export class LogSink {
  private lines: Line[] = [];
  private readonly file: WriteStream | undefined;
  private readonly logs: CloudWatchLogsClient;
  private readonly cloudwatch: CloudWatchClient;
  private readonly timer: NodeJS.Timeout;
  private flushing: Promise<void> = Promise.resolve();
  private streamMade = false;

  public constructor(
    aws: LocalAws,
    private readonly targets: LogTargets,
  ) {
    this.file = targets.file === undefined ? undefined : createWriteStream(targets.file, { flags: 'a', mode: 0o600 });
    this.logs = new CloudWatchLogsClient(aws);
    this.cloudwatch = new CloudWatchClient(aws);
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  public write(message: string): void {
    this.file?.write(`${message}\n`);
    if (this.targets.logGroup !== undefined && this.lines.length < MOST_LINES)
      this.lines.push({ timestamp: Date.now(), message });
  }

  public async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
    await new Promise<void>((resolve) => (this.file ? this.file.end(() => resolve()) : resolve()));
    this.logs.destroy();
    this.cloudwatch.destroy();
  }

  private flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.send()).catch(() => undefined);
    return this.flushing;
  }

  private async send(): Promise<void> {
    const { logGroup, stream = 'local' } = this.targets;
    if (logGroup === undefined || this.lines.length === 0) return;
    const logEvents = this.lines;
    this.lines = [];
    const target = { logGroupName: logGroup, logStreamName: stream };
    if (!this.streamMade) {
      this.streamMade = true;
      await this.logs.send(new CreateLogGroupCommand({ logGroupName: logGroup })).catch(() => undefined);
      await this.logs.send(new CreateLogStreamCommand(target)).catch(() => undefined);
    }
    await this.logs.send(new PutLogEventsCommand({ ...target, logEvents }));
    if (this.targets.metrics === true) await this.sendMetrics(logEvents);
  }

  private async sendMetrics(lines: readonly Line[]): Promise<void> {
    const byNamespace = new Map<string, MetricDatum[]>();
    for (const { message } of lines)
      for (const { namespace, datum } of embeddedMetrics(message))
        byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), datum]);
    for (const [Namespace, MetricData] of byNamespace)
      await this.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  }
}

/** The metrics in a log line, one for each set of dimensions; a line that is no metric has none. */
export function embeddedMetrics(
  message: string,
): readonly { readonly namespace: string; readonly datum: MetricDatum }[] {
  if (!message.includes('"_aws"')) return [];
  let line: EmbeddedMetrics;
  try {
    line = JSON.parse(message) as EmbeddedMetrics;
  } catch {
    return [];
  }
  const { _aws: envelope } = line;
  return (envelope?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.flatMap(({ Name, Unit }): { namespace: string; datum: MetricDatum }[] => {
        const value = line[Name];
        if (typeof value !== 'number' && !Array.isArray(value)) return [];
        const datum: MetricDatum = {
          MetricName: Name,
          ...(Array.isArray(value) ? { Values: value as number[] } : { Value: value }),
          Unit: (Unit ?? 'None') as MetricDatum['Unit'],
          Timestamp: new Date(envelope?.Timestamp ?? Date.now()),
          Dimensions: names.map((name) => ({ Name: name, Value: String(line[name]) })),
        };
        return [{ namespace: Namespace, datum }];
      }),
    ),
  );
}
