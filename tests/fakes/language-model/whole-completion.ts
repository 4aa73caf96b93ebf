import type { FinishReason, Part, Usage } from './completion.js';
import type { Interruption, Striking } from './faults.js';
import { type Step, write } from './steps.js';
import { type CompletionHead, invalidUtf8, midStreamError } from './stream-completion.js';

/** Stands in the content where it is interrupted; of the private use area, so that nobody else writes it. */
const interruptionMark = '\uf8ff';

/** A completion as one JSON object, for requests without `stream`. */
export async function* wholeCompletion(parts: AsyncGenerator<Part>, head: CompletionHead, striking: Striking): AsyncGenerator<Step> {
  const drip = striking.one('drip');
  if (striking.one('pings')) yield write('\n\n');
  const { how, ...gathered } = await gather(parts);
  const usage = striking.one('no-usage') ? {} : { usage: gathered.usage };
  const [before = '', after = ''] = JSON.stringify({ ...describe(gathered, head), ...usage }).split(interruptionMark);
  if (how === 'error-event' || how === 'error-field') {
    yield write(JSON.stringify({ error: midStreamError }));
    return;
  }
  for (const text of drip ? before : [before]) {
    if (drip) yield { kind: 'wait', ms: drip.ms };
    yield write(text);
  }
  switch (how) {
    case undefined:
    case 'early-end':
    case 'malformed-json':
      return;
    case 'stall':
    case 'break-off':
      yield { kind: how };
      return;
    case 'invalid-utf8':
      yield write(invalidUtf8);
      yield write(after);
      return;
  }
}

interface Gathered {
  readonly content: string;
  readonly reasoning: string;
  readonly reason: FinishReason;
  readonly usage: Usage | undefined;
  readonly how: Interruption | undefined;
}

async function gather(parts: AsyncGenerator<Part>): Promise<Gathered> {
  const gathered = { content: '', reasoning: '', reason: 'stop' as FinishReason, usage: undefined as Usage | undefined };
  let how: Interruption | undefined;
  for await (const part of parts) {
    switch (part.kind) {
      case 'content':
      case 'reasoning':
        gathered[part.kind] += part.text;
        break;
      case 'interruption':
        how = part.how;
        gathered.content += interruptionMark;
        break;
      case 'finish':
        gathered.reason = part.reason;
        gathered.usage = part.usage;
        break;
    }
  }
  return { ...gathered, how };
}

function describe({ content, reasoning, reason }: Omit<Gathered, 'how'>, { id, created, model }: CompletionHead): object {
  const message = { role: 'assistant', content, refusal: null, ...(reasoning === '' ? {} : { reasoning_content: reasoning }) };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: reason }];
  return { id, object: 'chat.completion', created, model, system_fingerprint: null, choices };
}
