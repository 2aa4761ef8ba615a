import * as fc from 'fast-check';
import { errorName, logLine, stackLog } from '../../lambda/core/log';
import { embeddedMetrics, METRIC_NAMESPACE } from '../../lambda/core/metrics';

test('a line is one line of printable ASCII, and says what it was given', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 100 })),
      (fields) => {
        const line = logLine(fields);
        expect(line).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(line)).toEqual(fields);
      },
    ),
  );
});

test.each([
  ['CR and LF', 'a\r\n{"level":"INFO"}'],
  ['an escape sequence', '\u001b[2J\u001b]8;;https://evil.example\u0007'],
  ['a C1 control', '\u009b31m'],
  ['line separators', 'a\u2028b\u2029c\u0085d'],
  ['right-to-left', '\u202etxt.exe'],
])('%s cannot leave its string', (_name, text) => {
  const line = logLine({ text });
  expect(line).toMatch(/^\{"text":"[\x20-\x7e]*"\}$/);
  expect(JSON.parse(line)).toEqual({ text });
});

test('a long value cannot push the rest away', () => {
  expect(logLine({ a: 'x'.repeat(10_000), b: 1 }).length).toBeLessThan(300);
});

test('of an error only the name is told', () => {
  expect(errorName(new TypeError('the prompt was …'))).toBe('TypeError');
  expect(errorName(Object.assign(new Error('x'), { name: 'My\nName' }))).toBe('Error');
  expect(errorName('a prompt')).toBe('string');
  expect(errorName(undefined)).toBe('undefined');
});

test('metrics are declared as CloudWatch reads them', () => {
  const line = embeddedMetrics(7, { Requests: 1, LatencyMs: 12, FirstByteMs: undefined }, ['stage', 'model']);
  expect(line).toEqual({
    Requests: 1,
    LatencyMs: 12,
    _aws: {
      Timestamp: 7,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['stack'], ['stack', 'stage'], ['stack', 'model']],
          Metrics: [
            { Name: 'Requests', Unit: 'Count' },
            { Name: 'LatencyMs', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
  });
});

test('a line has a value for each dimension of its metrics, and none can choose the stack but its own function', () => {
  const lines: string[] = [];
  stackLog('Orders', (line) => lines.push(line))({ stage: 'done', ...embeddedMetrics(7, { Requests: 1 }, ['stage']) });
  const line = JSON.parse(lines[0]!);
  expect(line.stack).toBe('Orders');
  for (const name of line._aws.CloudWatchMetrics[0].Dimensions.flat()) expect(line).toHaveProperty(name);
});
