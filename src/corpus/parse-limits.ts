/** How much reading one document may take; what takes more is refused by name. */
export interface ParseLimits {
  readonly timeoutMs: number;
  /** Of the whole process that reads, in megabytes. */
  readonly memoryMb: number;
  readonly maxPages: number;
  /** Of the document's text. */
  readonly maxCharacters: number;
}

/** Far beyond any article, and near enough that a file made to harm is given up soon. */
export const usualParseLimits: ParseLimits = { timeoutMs: 60_000, memoryMb: 1024, maxPages: 5000, maxCharacters: 5_000_000 };
