/** Limits of reading one document; a document that exceeds one is skipped and named. */
export interface ParseLimits {
  readonly timeoutMs: number;
  /** Of the whole process that reads, in megabytes. */
  readonly memoryMb: number;
  readonly maxPages: number;
  /** Of the document's text. */
  readonly maxCharacters: number;
}

/** Far beyond any article, and low enough to stop a malicious file soon. */
export const usualParseLimits: ParseLimits = { timeoutMs: 60_000, memoryMb: 1024, maxPages: 5000, maxCharacters: 5_000_000 };
