/** A failure that is the reader's to mend: shown as its sentence, without a stack trace. */
export class PlainFailure extends Error {}

/** Runs a script's main function; a plain failure is one line and exit code 1. */
export async function runPlainly(main) {
  try {
    return await main();
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    console.error(error.message);
    return 1;
  }
}

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|Temporary failure in name resolution|Failed to establish a new connection|NewConnectionError|No route to host/;

/** What went wrong while something was downloaded, in a sentence. */
export function downloadFailure(what, from, output) {
  if (NO_NETWORK.test(output))
    return new PlainFailure(
      `setup: ${what} could not be downloaded: ${from} cannot be reached. Check the network and run the command again.`,
    );
  const tail = output.trim().split('\n').slice(-12).join('\n  ');
  return new PlainFailure(`setup: ${what} could not be installed:\n  ${tail}`);
}
