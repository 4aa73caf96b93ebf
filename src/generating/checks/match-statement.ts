import type { Span } from '../../corpus/index.js';
import type { Embedder, PassageEmbedding } from '../../embedding/index.js';
import { createLateInteraction } from '../../retrieval/index.js';
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
  /** How well the tokens of a span of the statement are matched in one place and one script of the quotation: the best mean, in [-1, 1]. */
  readonly inOnePlace: (span: Span, script: Script) => number;
}

/** `latin`: whatever is not Chinese. */
export type Script = 'han' | 'latin';

/** How far apart the tokens of a name may be: 克莱丽丝·克雷默, Katalin Karikó. */
const placeWidth: Readonly<Record<Script, number>> = { han: 10, latin: 30 };

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

/** A token of the quotation. */
interface Segment extends Span {
  readonly clause: number;
  readonly isHan: boolean;
}

interface QuotationVectors {
  readonly embedding: PassageEmbedding;
  readonly clauseCount: number;
  readonly segments: readonly Segment[];
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
    const [embedding] = await embedder.embedPassages([{ text: opened + quotation }]);
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
      const [asked, { embedding, clauseCount, segments }] = await Promise.all([
        embedder.embedQuestion(opened + statement),
        vectorsOf(quotation),
      ]);
      // Each token is asked for by itself, as a sentence of one token.
      const sentenceTokens = Array.from({ length: segments.length + 1 }, (_, token) => token);
      const [interaction] = lateInteraction(asked, [{ id: 0, tokenVectors: embedding.tokenVectors, sentenceTokens }]);
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
      return {
        score: tokens.reduce((sum, { weight, match }) => sum + weight * match, 0),
        tokens,
        clauses,
        inOnePlace: ({ start, end }, script) => {
          const own = tokens.flatMap((token, at) => (token.end > start && token.start < end ? [at] : []));
          return closestPlace(segments, rows, own, script);
        },
      };
    },
  };
}

function closestPlace(segments: readonly Segment[], rows: readonly Float32Array[], own: readonly number[], script: Script): number {
  if (own.length === 0) return -1;
  const within = segments.map((segment, at) => ({ ...segment, row: rows[at] })).filter(({ isHan }) => isHan === (script === 'han'));
  const places = within.map((first, from) => {
    const past = within.findIndex(({ end }, at) => at > from && end - first.start > placeWidth[script]);
    return within.slice(from, past < 0 ? undefined : past);
  });
  const matchIn = (place: typeof within): number =>
    own.reduce((sum, token) => sum + Math.max(...place.map(({ row }) => row?.[token] ?? -1)), 0) / own.length;
  return Math.max(-1, ...places.map(matchIn));
}

function openingOf(text: string): string {
  return /^[\p{Script=Latin}\d]/u.test(text) ? opening : '';
}

function segmentsOf(quotation: string, tokenEnds: Uint32Array): Omit<QuotationVectors, 'embedding'> {
  const clauses = clausesOf(quotation);
  let clause = 0;
  let start = 0;
  const segments = Array.from(tokenEnds, (end): Segment => {
    while (clause < clauses.length - 1 && end > (clauses[clause]?.end ?? 0)) clause++;
    const segment = { clause, isHan: han.test(quotation.slice(start, end)), start, end };
    start = end;
    return segment;
  });
  return { clauseCount: clauses.length, segments };
}
