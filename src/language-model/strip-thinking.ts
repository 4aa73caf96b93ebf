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
  /** What may still be the answer, in the pieces it came in: joined once, since joining at each piece takes the square of their number. */
  let held: string[] = [];
  /** While it is undecided, what came without the white space in front; afterwards, what may be the beginning of `</think>`. */
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

  /** What follows a thought, without the white space between. */
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
      // Of a thought nothing is needed any more.
      if (state !== 'thinking') held.push(piece);
      if (state !== 'answer') decide(piece);
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
