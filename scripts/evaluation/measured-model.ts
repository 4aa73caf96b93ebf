import type { AnswerServiceDependencies } from '../../src/answering/index.js';
import { composeModel, type ModelParts } from '../../src/compose-model.js';
import type { Config } from '../../src/config.js';
import type { Embedder } from '../../src/embedding/index.js';
import type { OfferedStatement, StatementOutcome } from '../../src/generating/index.js';
import type { Log } from '../../src/chat/index.js';
import {
  createFakeWriter,
  flawNames,
  startFakeLanguageModel,
  type FakeLanguageModel,
  type FakeWriter,
  type FlawName,
} from '../../tests/fakes/language-model/index.js';
import type { Share } from './measure-statements.js';

/** A language model whose answers are measured, and their outcomes. */
export interface MeasuredModel {
  /** For an answer service. */
  writeWith(embedder: Embedder): Promise<Pick<AnswerServiceDependencies, 'composer' | 'rewriter'>>;
  /** Of everything so far. */
  figures(): ModelFigures;
  close(): Promise<void>;
}

export interface ModelFigures {
  /** The model's name. */
  readonly model: string;
  /** Statements by outcome. */
  readonly statements: ReadonlyMap<string, number>;
  /** Calls by how they ended. */
  readonly calls: ReadonlyMap<string, number>;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of all calls together. */
  readonly seconds: number;
  /** Of a model that is known to write so many statements with a flaw; left out of one of which that is not known. */
  readonly standIn?: StandInFigures;
}

export interface StandInFigures {
  /** Honest statements that were shown. */
  readonly honestShown: Share;
  /** True statements with a slip in the quotation or its place, that were shown with the source's own words. */
  readonly mended: Share;
  /** Statements that were not shown, by their flaw. */
  readonly flawedDropped: ReadonlyMap<string, Share>;
  /** Statements that were shown and are honest. */
  readonly shownHonest: Share;
}

/** Of the stand-in's statements: half have a flaw, in equal parts. Real models are better, and it is the checks that are measured. */
const shareOfFlaws = 0.5;
const statementFlaws = flawNames.filter((flaw) => flaw !== 'obeys-injection');
/** What the statement says is true all the same. */
const slips: readonly string[] = ['misquote-slightly', 'wrong-passage'] satisfies readonly FlawName[];

/** The model that is configured; where none is, the stand-in of the tests, which writes the same on every run. */
export async function startMeasuredModel(config: Config, log: Log): Promise<MeasuredModel> {
  const { languageModel } = config;
  if (languageModel !== undefined) return measured(languageModel, log);
  const endpoint = await startFakeLanguageModel();
  const writer = createFakeWriter({ flaws: statementFlaws.map((flaw) => ({ flaw, share: shareOfFlaws / statementFlaws.length })) });
  endpoint.respond(writer.respond);
  const limits = { timeoutSeconds: 30, callsPerHour: 1, concurrency: 1, logPrompts: false };
  return measured({ baseUrl: endpoint.baseUrl, model: 'qwen2.5:7b', ...limits }, log, { endpoint, writer });
}

function measured(
  settings: NonNullable<Config['languageModel']>,
  log: Log,
  standIn?: { readonly endpoint: FakeLanguageModel; readonly writer: FakeWriter },
): MeasuredModel {
  const models: ModelParts[] = [];
  const checked: { readonly outcome: StatementOutcome; readonly offered: OfferedStatement }[] = [];
  const calls = new Map<string, number>();
  const spent = { promptTokens: 0, completionTokens: 0, seconds: 0 };

  return {
    writeWith: async (embedder) => {
      const model = await composeModel(settings, {
        ...{ embedder, log },
        emit: (event) => {
          if (event.kind === 'statement-checked') checked.push(event);
          else if (event.kind === 'answer-malformed') count(calls, 'malformed');
          else if (event.kind === 'model-called') {
            count(calls, event.outcome);
            spent.seconds += event.seconds ?? 0;
          } else if (event.kind === 'tokens-spent') {
            spent.promptTokens += event.prompt;
            spent.completionTokens += event.completion;
          }
        },
      });
      models.push(model);
      return { composer: model.composer, rewriter: model.rewriter };
    },
    figures: () => {
      const statements = new Map<string, number>();
      for (const { outcome } of checked) count(statements, outcome);
      return {
        ...{ model: standIn === undefined ? settings.model : 'the stand-in', statements, calls, ...spent },
        ...(standIn === undefined ? {} : { standIn: standInFigures(checked, standIn.writer) }),
      };
    },
    close: async () => {
      for (const model of models) await model.close();
      await standIn?.endpoint.close();
      if (standIn !== undefined && standIn.writer.notUnderstood.length > 0)
        throw new Error(`The stand-in does not understand the prompt: ${standIn.writer.notUnderstood.join('\n')}`);
    },
  };
}

function standInFigures(
  checked: readonly { readonly outcome: StatementOutcome; readonly offered: OfferedStatement }[],
  { offered }: FakeWriter,
): StandInFigures {
  const keyOf = (text: string, quote: string, passage: number): string => JSON.stringify([text, quote, passage]);
  const flaws = new Map(offered.map(({ statement, quote, passage, flaw }) => [keyOf(statement, quote, passage), flaw]));
  const [honestShown, mended, shownHonest] = [emptyShare(), emptyShare(), emptyShare()];
  const falseOnes = statementFlaws.filter((flaw) => !slips.includes(flaw));
  const flawedDropped = new Map(falseOnes.map((flaw): [string, Counting] => [flaw, emptyShare()]));
  for (const { outcome, offered: statement } of checked) {
    const flaw = flaws.get(keyOf(statement.text, statement.quote, statement.passage));
    const isShown = outcome === 'kept' || outcome === 'repaired';
    const isTrue = flaw === undefined || slips.includes(flaw);
    if (isShown) add(shownHonest, isTrue);
    if (isTrue) add(flaw === undefined ? honestShown : mended, isShown);
    else add(flawedDropped.get(flaw) ?? emptyShare(), !isShown);
  }
  return { honestShown, mended, shownHonest, flawedDropped };
}

interface Counting {
  right: number;
  of: number;
}

function emptyShare(): Counting {
  return { right: 0, of: 0 };
}

function add(share: Counting, isRight: boolean): void {
  share.of++;
  if (isRight) share.right++;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
