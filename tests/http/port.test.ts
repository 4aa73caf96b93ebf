import type { AnswerBody } from '../../src/http/answer-body.js';
import { createHttpPort } from '../../src/http/http-port.js';
import type { Pending } from '../../src/http/pending-responses.js';
import { describePlatformPort } from '../contracts/platform-port.contract.js';

describePlatformPort('a client over HTTP', async () => {
  const shown: string[] = [];
  const textOf = (body: AnswerBody | { readonly error: string }): string => ('error' in body ? body.error : body.text);
  const waiting: Pending = {
    isStream: true,
    // A client shows the latest of an answer in place of what was there of it before.
    progress: (body) => void shown.splice(0, 1, textOf(body)),
    end: ({ body }) => void shown.splice(0, 1, textOf(body)),
  };
  const port = createHttpPort(new Map([['1', waiting]]));
  return { port, address: { request: '1', conversation: 'c' }, shown: () => shown };
});
