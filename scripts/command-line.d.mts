export function bundleCommandLine(outfile: string): Promise<void>;
