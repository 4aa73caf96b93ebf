import type { Span } from '../corpus/index.js';
import type { Embedder, PassageEmbedding } from '../embedding/index.js';
import { createLateInteraction } from '../retrieval/index.js';
import { clausesOf } from './clauses.js';

/** A token of the statement, with how well the quotation matches it, in [-1, 1]. */
export interface MatchedToken extends Span {
  /** Its share of what the statement says; the weights of all tokens sum to 1. */
  readonly weight: number;
  /** The best match in the whole quotation. */
  readonly match: number;
  /** The best match among the quotation's Chinese tokens, and among the others; -1 where it has none. */
  readonly inHan: number;
  readonly inLatin: number;
}

export interface StatementMatch {
  /** Σ weight · match: late interaction, as between a question and a passage. */
  readonly score: number;
  readonly tokens: readonly MatchedToken[];
  /** How well each clause of the statement matches each clause of the quotation: a row a clause of the statement. */
  readonly clauses: readonly (readonly number[])[];
}

export interface StatementMatcher {
  /** Both texts normalised (see `language`); `clausesOf` tells their clauses. @throws EmbeddingError */
  match(statement: string, quotation: string): Promise<StatementMatch>;
}

/**
 * Put before a text that begins with a Latin letter: there the embedder leaves out the first piece with the space that ends its prefix, and
 * with it a name's first syllable ("Jeff Dean": 1 of 3). What it leaves out then is this.
 */
const opening = '- ';

/** Quotations whose vectors are kept: several statements rest on one, and it is checked again while an answer grows. */
const keptQuotations = 64;
const han = /\p{Script=Han}/u;

interface Segment {
  readonly clause: number;
  readonly isHan: boolean;
}

interface QuotationVectors {
  readonly embedding: PassageEmbedding;
  readonly clauseCount: number;
  /** Runs of tokens within one clause and one script. */
  readonly segments: readonly Segment[];
  /** The first token of each segment, and the number of tokens. */
  readonly firstTokens: readonly number[];
}

/** Late interaction between statements and quotations: the statement is what has to be matched. One forward pass a statement. */
export function createStatementMatcher(embedder: Embedder): StatementMatcher {
  const lateInteraction = createLateInteraction(embedder.model.tokenDimensions);
  const kept = new Map<string, Promise<QuotationVectors>>();

  function vectorsOf(quotation: string): Promise<QuotationVectors> {
    const found = kept.get(quotation) ?? embedQuotation(quotation);
    kept.delete(quotation);
    kept.set(quotation, found);
    const [oldest] = kept.keys();
    if (kept.size > keptQuotations && oldest !== undefined) kept.delete(oldest);
    found.catch(() => kept.delete(quotation));
    return found;
  }

  async function embedQuotation(quotation: string): Promise<QuotationVectors> {
    const opened = openingOf(quotation);
    const [embedding] = await embedder.embedPassages([opened + quotation]);
    if (embedding === undefined) throw new RangeError('An embedder gives one embedding a text.');
    return {
      embedding,
      ...segmentsOf(
        quotation,
        embedding.tokenEnds.map((end) => Math.max(0, end - opened.length)),
      ),
    };
  }

  return {
    async match(statement, quotation) {
      const opened = openingOf(statement);
      const [asked, { embedding, clauseCount, segments, firstTokens }] = await Promise.all([
        embedder.embedQuestion(opened + statement),
        vectorsOf(quotation),
      ]);
      const [interaction] = lateInteraction(asked, [{ id: 0, tokenVectors: embedding.tokenVectors, sentenceTokens: firstTokens }]);
      const rows = interaction?.sentenceMatches ?? [];
      const best = (token: number, chosen: (segment: Segment) => boolean): number =>
        rows.reduce((most, row, at) => {
          const segment = segments[at];
          return segment !== undefined && chosen(segment) ? Math.max(most, row[token] ?? -1) : most;
        }, -1);
      const ends = asked.tokenEnds.map((end) => Math.max(0, end - opened.length));
      const tokens = Array.from(ends, (end, token): MatchedToken => {
        const [inHan, inLatin] = [best(token, ({ isHan }) => isHan), best(token, ({ isHan }) => !isHan)];
        const start = token === 0 ? 0 : (ends[token - 1] ?? 0);
        return { start, end, weight: asked.tokenWeights[token] ?? 0, match: Math.max(inHan, inLatin), inHan, inLatin };
      });
      const clauses = clausesOf(statement).map((own) =>
        Array.from({ length: clauseCount }, (_, clause) => {
          let total = 0;
          let sum = 0;
          tokens.forEach(({ end, weight }, token) => {
            if (end <= own.start || end > own.end) return;
            total += weight;
            sum += weight * best(token, (segment) => segment.clause === clause);
          });
          return total === 0 ? 0 : sum / total;
        }),
      );
      return { score: tokens.reduce((sum, { weight, match }) => sum + weight * match, 0), tokens, clauses };
    },
  };
}

function openingOf(text: string): string {
  return /^[\p{Script=Latin}\d]/u.test(text) ? opening : '';
}

function segmentsOf(quotation: string, tokenEnds: Uint32Array): Omit<QuotationVectors, 'embedding'> {
  const clauses = clausesOf(quotation);
  const segments: Segment[] = [];
  const firstTokens: number[] = [];
  let clause = 0;
  let start = 0;
  tokenEnds.forEach((end, token) => {
    while (clause < clauses.length - 1 && end > (clauses[clause]?.end ?? 0)) clause++;
    const isHan = han.test(quotation.slice(start, end));
    const last = segments.at(-1);
    if (last?.clause !== clause || last.isHan !== isHan) {
      segments.push({ clause, isHan });
      firstTokens.push(token);
    }
    start = end;
  });
  return { clauseCount: clauses.length, segments, firstTokens: [...firstTokens, tokenEnds.length] };
}
