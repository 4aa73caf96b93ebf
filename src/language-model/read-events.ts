import { z } from 'zod';
import { ModelError } from './port.js';
import { brokenStream, type Place } from './explain-failure.js';
import { estimateTokens } from './estimate-tokens.js';
import { createThinkingFilter } from './strip-thinking.js';

const words = z.string().nullish();
/** The fields used of an event; endpoints may add others. Azure's first event and the last one have no choices. */
const event = z.object({
  // Only the first is used: one was requested, and a hostile endpoint may send any number.
  choices: z
    .array(z.unknown())
    .transform(([first]) => first)
    .pipe(
      z
        .object({
          delta: z.object({ content: words, refusal: words, reasoning_content: words, reasoning: words }).nullish(),
          finish_reason: words,
        })
        .optional(),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }).nullish(),
});

export interface Usage {
  readonly prompt: number;
  readonly completion: number;
}

/** Turns a completion's events into text. */
export interface EventReader {
  /** The answer's text that is ready; '' where there is none. @throws ModelError for an invalid event, or one that withholds the answer */
  read(event: unknown): string;
  /** The rest, after the last event. @throws ModelError where the completion is incomplete */
  end(): string;
  /** The model has begun its output or reasoning. */
  readonly hasBegun: boolean;
  /** The model has finished: only the usage may follow. */
  readonly isFinished: boolean;
  /** As the endpoint reports it. */
  readonly usage: Usage | undefined;
  /** An estimate of the model's tokens, reasoning included, for endpoints that do not report the usage. */
  readonly estimatedTokens: number;
}

export interface EventReaderOptions {
  readonly place: Place;
  readonly maxTokens: number;
  /** U+FFFD is in the prompt, so it may be in quotations; otherwise it comes from invalid bytes. */
  readonly mayReplace: boolean;
}

/** The finish reasons of a normal end; TGI has its own. */
const wholeAnswer = new Set(['stop', 'eos_token', 'stop_sequence', 'end_turn']);

/** No model's tokens are longer on average; a longer output ignores the limit, and could fill the memory. */
const charactersPerTokenAtMost = 32;

export function createEventReader({ place, maxTokens, mayReplace }: EventReaderOptions): EventReader {
  const thinking = createThinkingFilter();
  const longest = maxTokens * charactersPerTokenAtMost;
  let events = 0;
  let charactersWritten = 0;
  let estimatedTokens = 0;
  let usage: Usage | undefined;
  let finish: string | undefined;
  /** A high surrogate whose low surrogate is in the next event. */
  let half = '';

  const broken = (what: string): ModelError => brokenStream(what, place);

  function take(content: string): string {
    if (!mayReplace && content.includes('\uFFFD')) throw broken('it holds bytes that are no text in UTF-8.');
    const text = half + content;
    half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    const whole = text.slice(0, text.length - half.length);
    if (/\p{Surrogate}/u.test(whole)) throw broken('it holds half a character.');
    return thinking.push(whole);
  }

  return {
    read: (given) => {
      events++;
      if (events > longest) throw broken('it holds far more events than were allowed tokens.');
      const parsed = event.safeParse(given);
      if (!parsed.success) throw broken('an event is not what the protocol says.');
      const reported = parsed.data.usage;
      if (reported) usage = { prompt: reported.prompt_tokens, completion: reported.completion_tokens };
      const choice = parsed.data.choices;
      if (!choice) return '';
      const { content, refusal, reasoning_content, reasoning } = choice.delta ?? {};
      if (refusal) throw new ModelError('cut-off', `${place.model} declines to answer${inBrackets(place.quote(refusal.slice(0, 200)))}.`);
      finish ??= choice.finish_reason ?? undefined;
      for (const text of [content, reasoning_content, reasoning]) {
        charactersWritten += text?.length ?? 0;
        // Counted by events: most endpoints send one token in each.
        estimatedTokens += estimateTokens(text ?? '');
      }
      if (charactersWritten > longest) throw broken('it is far longer than was allowed.');
      return content ? take(content) : '';
    },
    end: () => {
      if (finish === undefined) throw broken('it ends before the model has said that it is done.');
      refuseHalfAnswer(finish, place, maxTokens);
      if (half !== '') throw broken('it ends with half a character.');
      return thinking.end();
    },
    get hasBegun() {
      return charactersWritten > 0;
    },
    get isFinished() {
      return finish !== undefined;
    },
    get usage() {
      return usage;
    },
    get estimatedTokens() {
      return estimatedTokens;
    },
  };
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function refuseHalfAnswer(finish: string, place: Place, maxTokens: number): void {
  if (wholeAnswer.has(finish)) return;
  if (finish === 'length') {
    const advice =
      'Its context may be too small for passages and answer, or it thinks at length: another model, or a larger context, helps.';
    throw new ModelError(
      'cut-off',
      `${place.model} was cut off before its answer was whole (at most ${maxTokens} tokens were allowed). ${advice}`,
    );
  }
  if (finish === 'content_filter') throw new ModelError('cut-off', `The filter of ${place.address} withheld the answer of ${place.model}.`);
  throw brokenStream(`it ended as “${finish.slice(0, 40)}”.`, place);
}
