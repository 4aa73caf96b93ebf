import { readFile } from 'node:fs/promises';

export interface ResidentMemory {
  readonly now: number;
  /** The most that it has been since the process started. */
  readonly peak: number;
}

/** A process's resident memory in bytes, as Linux accounts for it; `undefined` on systems without /proc, or when the process has ended. */
export async function residentMemory(processId: number): Promise<ResidentMemory | undefined> {
  try {
    const status = await readFile(`/proc/${processId}/status`, 'utf8');
    return { now: kilobytes(status, 'VmRSS'), peak: kilobytes(status, 'VmHWM') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return undefined;
    throw error;
  }
}

function kilobytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;
}
