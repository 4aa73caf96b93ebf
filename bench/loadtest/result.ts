/** One row of the table in docs/reliability.md. */
export interface Result {
  readonly test: string;
  readonly reach: string;
  readonly measured: string;
  readonly isReached: boolean;
}
