import type { CorpusQuestion } from './read-set.js';

/** A quotation within the evidence counts as the evidence where it has so many characters, or contains the words that answer. */
const minCharactersWithin = 8;

/** As question sets are compared: after NFKC, and without white space. */
function comparable(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '');
}

/** Whether one of the texts is evidence for the question. */
export function holdsSome({ evidenceAny, evidenceAll, answer }: CorpusQuestion, texts: readonly string[]): boolean {
  const answers = (answer ?? []).map(comparable);
  return (evidenceAny ?? evidenceAll ?? []).map(comparable).some((evidence) =>
    texts.map(comparable).some((text) => {
      if (text.includes(evidence)) return true;
      if (!evidence.includes(text)) return false;
      return text.length >= minCharactersWithin || answers.some((words) => text.includes(words));
    }),
  );
}

/** Whether the texts together hold all the evidence where all of it is asked for, else any. */
export function holdsEvidence(question: CorpusQuestion, texts: readonly string[]): boolean {
  const { evidenceAll } = question;
  if (evidenceAll === undefined) return holdsSome(question, texts);
  return evidenceAll.every((evidence) => texts.some((text) => comparable(text).includes(comparable(evidence))));
}
