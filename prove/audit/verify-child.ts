import { folderSource } from '../../cli/audit/trail-source';
import { readPublicKey, readTrail } from '../../cli/audit/verify-trail';

/** Verifies a folder as `llm-api audit verify` does, and says what it took: run in a process of its own. */
async function main([folder, publicKey]: string[]): Promise<void> {
  const startedAt = process.hrtime.bigint();
  const report = await readTrail(folderSource(folder!), { publicKey: readPublicKey(publicKey!) });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(
    JSON.stringify({
      records: report.records,
      problems: report.problems.length,
      seconds,
      cpuSeconds,
      maxRssMiB: maxRSS / 1024,
    }),
  );
}

void main(process.argv.slice(2));
