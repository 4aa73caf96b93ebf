/** The model that comes with the repository, in `models/`. */
export const bundledModel = 'footnote-e5-small-zh-en';

/** How a family of models expects its texts, from the models' cards. */
export interface ModelRules {
  readonly questionPrefix: string;
  readonly passagePrefix: string;
  /** `mean`: over all tokens; `first`: the [CLS] token. */
  readonly pooling: 'mean' | 'first';
  /** The vocabulary has no capital Latin letters: without lower-casing every name becomes one unknown token. */
  readonly lowerCase: boolean;
}

/** How many tokens each part of an input may have; of a question the last ones are kept, of everything else the first ones. */
export interface TokenLimits {
  readonly question: number;
  readonly heading: number;
  readonly text: number;
  /** Question, heading and text together, specials and prefix included; the text is cut. */
  readonly pair: number;
}

/** What the bundled model was trained on (models/README.md). Other models take what fits. */
export function tokenLimitsFor(model: string, maxTokens: number): TokenLimits {
  return model === bundledModel
    ? { question: 64, heading: 40, text: 200, pair: 288 }
    : { question: maxTokens, heading: 40, text: maxTokens, pair: maxTokens };
}

interface Family extends ModelRules {
  readonly pattern: RegExp;
}

const families: readonly Family[] = [
  {
    pattern: /(^|\/|multilingual-|footnote-)e5-/i,
    questionPrefix: 'query: ',
    passagePrefix: 'passage: ',
    pooling: 'mean',
    lowerCase: false,
  },
  {
    pattern: /bge-\w+-zh/i,
    questionPrefix: '为这个句子生成表示以用于检索相关文章：',
    passagePrefix: '',
    pooling: 'first',
    lowerCase: true,
  },
  {
    pattern: /bge-\w+-en/i,
    questionPrefix: 'Represent this sentence for searching relevant passages: ',
    passagePrefix: '',
    pooling: 'first',
    lowerCase: true,
  },
  { pattern: /bge-m3|gte-|snowflake-arctic/i, questionPrefix: '', passagePrefix: '', pooling: 'first', lowerCase: false },
];

const otherModels: ModelRules = { questionPrefix: '', passagePrefix: '', pooling: 'mean', lowerCase: false };

export function rulesFor(model: string): ModelRules {
  return families.find(({ pattern }) => pattern.test(model)) ?? otherModels;
}

/** Where a model's graph is, in its folder. */
export const graphFile = 'onnx/model_quantized.onnx';

/** SHA-256 of the bundled model's files, as in `models/README.md`. */
export const bundledFiles: Readonly<Record<string, string>> = {
  'config.json': 'f0cee8779a5f844f5bd06d032333aa484dd11a1b0163ba43cd7ac6a7ba6551d9',
  'tokenizer.json': '4ebb780bc3138d32ebea0e7b4c30325430ef85f510c92d19108c77fe43d6ba80',
  'tokenizer_config.json': '764f5a5eb0eefca25fc8a8f6103b0e95c3030419c65d8589d79e458b414a3872',
  [graphFile]: '2274733332b42effea76ca2fac81f47f92691c8514b2fe727a42236d3b7341b8',
};
