import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/embedding/index.js';
import { createRuleJudge, type StatementJudge } from '../../../src/generating/index.js';
import { createBundledEmbedder } from '../../embedding/bundled-embedder.js';
import { inventedHan, inventedLatin, inventedTranscribed } from './invented-names.js';

let embedder: Embedder;
let judge: StatementJudge;
beforeAll(async () => {
  embedder = await createBundledEmbedder();
  judge = createRuleJudge({ embedder });
});
afterAll(() => embedder.close());

/** Supported statements in which somebody has a part: who is said to have said it, who did it, who was there. `X` stands for a name. */
interface Place {
  readonly quotation: string;
  readonly statement: string;
  readonly rightName: string;
}

const weir = '水利专家葛明远说，拦河坝的闸门去年换成了不锈钢。坝由村民龚大海和蒋小梅看守，洪水期每小时报一次水位。';
const reservoir = '水利专家葛明远说，这座水库是全省最大的。龚大海和蒋小梅负责照看鱼。';
const lighthouse =
  'The keeper, Owen Tregarth, said that the lamp of the lighthouse turns once in ten seconds. Owen Tregarth and Nora Penhale repaired the gallery after the storm of 1987.';

const inChinese: readonly Place[] = [
  { quotation: weir, statement: '据X所说，拦河坝的闸门去年换成了不锈钢。', rightName: '葛明远' },
  { quotation: weir, statement: '在X看来，拦河坝的闸门去年换成了不锈钢。', rightName: '葛明远' },
  { quotation: weir, statement: '根據X的說法，攔河壩的閘門去年換成了不鏽鋼。', rightName: '葛明远' },
  { quotation: weir, statement: 'X指出，拦河坝的闸门去年换成了不锈钢。', rightName: '葛明远' },
  { quotation: weir, statement: '拦河坝由X看守，洪水期每小时报一次水位。', rightName: '龚大海' },
  { quotation: weir, statement: '拦河坝由龚大海和X看守，洪水期每小时报一次水位。', rightName: '蒋小梅' },
];
const inEnglish: readonly Place[] = [
  { quotation: lighthouse, statement: 'According to X, the lamp of the lighthouse turns once in ten seconds.', rightName: 'Owen Tregarth' },
  { quotation: lighthouse, statement: 'X says that the lamp of the lighthouse turns once in ten seconds.', rightName: 'Owen Tregarth' },
  { quotation: lighthouse, statement: 'Owen Tregarth and X repaired the gallery after the storm of 1987.', rightName: 'Nora Penhale' },
  { quotation: reservoir, statement: 'According to X, this reservoir is the largest in the whole province.', rightName: 'Ge Mingyuan' },
  { quotation: reservoir, statement: 'Gong Dahai and X look after the fish.', rightName: 'Jiang Xiaomei' },
];

const namesEach = 24;
const seed = 20240917;

/** Names alone are looked at: whether the rest of a statement has enough in common with what it quotes is another test's matter. */
async function isBlamedOnName(statement: string, quotation: string): Promise<boolean> {
  const support = await judge.supports(statement, quotation, '');
  return !support.supported && support.because === 'name';
}

/** Statements with an invented name that nobody took offence at. */
async function passing({ quotation, statement }: Place, names: fc.Arbitrary<string>): Promise<string[]> {
  const passed: string[] = [];
  for (const name of fc.sample(names, { numRuns: namesEach, seed })) {
    const invented = statement.replace('X', name);
    if (!(await isBlamedOnName(invented, quotation))) passed.push(invented);
  }
  return passed;
}

/** Of a hundred invented names five may pass. */
const mostPassing = 0.05;

describe.each([...inChinese, ...inEnglish])('$statement', (place) => {
  it('is not dropped for the right name', async () => {
    const { quotation, statement, rightName } = place;
    expect(await isBlamedOnName(statement.replace('X', rightName), quotation)).toBe(false);
  });

  const kinds = inChinese.includes(place)
    ? { 'a Chinese name': inventedHan, 'a name in Latin letters': inventedLatin, 'a transcribed name': inventedTranscribed }
    : { 'a name in Latin letters': inventedLatin };
  it.each(Object.entries(kinds))('is dropped for %s that is invented', async (_, names) => {
    const passed = await passing(place, names);
    expect(passed.length / namesEach, passed.join('\n')).toBeLessThanOrEqual(mostPassing);
  });
});
