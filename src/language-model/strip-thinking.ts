/** Removes a model's reasoning from its answer, piece by piece. */
export interface ThinkingFilter {
  /** The new text that belongs to the answer; '' while that is undecided. */
  push(piece: string): string;
  /** The rest. */
  end(): string;
}

const opening = '<think>';
const closing = '</think>';

/** How a JSON answer begins: bare, fenced or quoted; anything else may be reasoning. */
const beginsAsAnswer = /^[{[`"]/;

/**
 * Reasoning models write it before their answer: between `<think>` and `</think>` (Qwen, DeepSeek-R1 behind servers without a parser for
 * it), or up to a `</think>` without an opening tag, where the server's chat template has opened it (DeepSeek-R1 since February 2025). So
 * text that does not begin like a JSON answer is held back until it is clear which it is.
 */
export function createThinkingFilter(): ThinkingFilter {
  let state: 'undecided' | 'thinking' | 'prose' | 'thought' | 'answer' = 'undecided';
  /** What may still be the answer, in pieces that are joined once, since joining at each piece takes quadratic time. */
  let held: string[] = [];
  /** While undecided: the text without leading white space; afterwards: what may begin `</think>`. */
  let tail = '';

  function decide(piece: string): void {
    if (state === 'undecided') {
      tail = (tail + piece).trimStart();
      if (tail === '' || isBeginning(tail)) return;
      state = tail.startsWith(opening) ? 'thinking' : beginsAsAnswer.test(tail) ? 'answer' : 'prose';
      if (state !== 'answer') lookForEnd('');
      return;
    }
    if (state === 'thinking' || state === 'prose') lookForEnd(piece);
    else if (state === 'thought') begin(piece);
  }

  function lookForEnd(piece: string): void {
    const text = tail + piece;
    const end = text.indexOf(closing);
    tail = text.slice(1 - closing.length);
    if (end < 0) return;
    state = 'thought';
    begin(text.slice(end + closing.length));
  }

  /** What follows the reasoning, without the white space between. */
  function begin(text: string): void {
    held = [text.trimStart()];
    if (held[0] !== '') state = 'answer';
  }

  function release(): string {
    const text = held.join('');
    held = [];
    return text;
  }

  return {
    push: (piece) => {
      // The reasoning is not needed any more.
      if (state !== 'thinking') held.push(piece);
      if (state !== 'answer') decide(piece);
      return state === 'answer' ? release() : '';
    },
    // Prose is an answer after all; unfinished reasoning is none.
    end: () => (state === 'thinking' ? '' : release()),
  };
}

/** Too short to tell. */
function isBeginning(text: string): boolean {
  return text.length < opening.length && opening.startsWith(text);
}
