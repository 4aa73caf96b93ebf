import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.js';

/** One request as the endpoint saw it. */
export interface RequestRecord {
  /** 1, 2, 3 … in the order of arrival; in the ids of the answers, too. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; `undefined` where there was none. */
  body: unknown;
  readonly atMs: number;
  /** The injected faults that struck it. */
  faults: readonly Fault['kind'][];
  /** The HTTP status that it was answered with; `undefined` before that. */
  status: number | undefined;
  /** Characters of the completion's content that were sent so far. */
  contentSent: number;
  /** `broken-by-server`: by a fault, or because the endpoint was closed. `undefined` while it is under way. */
  ended: 'completed' | 'aborted-by-client' | 'broken-by-server' | undefined;
}
