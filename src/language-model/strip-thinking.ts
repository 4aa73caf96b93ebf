/** Takes what a model thinks out of the text of its answer, piece by piece. */
export interface ThinkingFilter {
  /** What of the text so far belongs to the answer and was not given yet; '' while that is open. */
  push(piece: string): string;
  /** The rest. */
  end(): string;
}

const opening = '<think>';
const closing = '</think>';

/** How an answer in JSON begins, bare, fenced or quoted; anything else may turn out to be thinking. */
const beginsAsAnswer = /^[{[`"]/;

/**
 * Models that think do so in front of their answer: between `<think>` and `</think>` (Qwen, DeepSeek-R1 behind servers without a parser for
 * it), or up to a `</think>` that nothing opens, where the server's chat template has opened it (DeepSeek-R1 since February 2025). Text
 * that does not begin as an answer in JSON does is therefore held back until the end shows which it was.
 */
export function createThinkingFilter(): ThinkingFilter {
  let state: 'undecided' | 'thinking' | 'prose' | 'thought' | 'answer' = 'undecided';
  let held = '';

  function decide(): void {
    const text = held.trimStart();
    if (state === 'undecided' && text !== '' && !isBeginning(text)) {
      state = text.startsWith(opening) ? 'thinking' : beginsAsAnswer.test(text) ? 'answer' : 'prose';
    }
    if (state === 'thinking' || state === 'prose') {
      const end = held.indexOf(closing);
      if (end >= 0) {
        state = 'thought';
        held = held.slice(end + closing.length);
      }
    }
    if (state === 'thought') {
      held = held.trimStart();
      if (held !== '') state = 'answer';
    }
  }

  function release(): string {
    const text = held;
    held = '';
    return text;
  }

  return {
    push: (piece) => {
      held += piece;
      if (state !== 'answer') decide();
      return state === 'answer' ? release() : '';
    },
    // Prose is an answer after all; of a thought that never ended there is none.
    end: () => (state === 'thinking' ? '' : release()),
  };
}

/** Too short to tell. */
function isBeginning(text: string): boolean {
  return text.length < opening.length && opening.startsWith(text);
}
