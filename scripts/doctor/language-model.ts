import type { Check, Finding } from './check.js';

const answerWithinMs = 10_000;

export const languageModelCheck: Check = {
  name: 'Language model',
  async run({ config: { languageModel } }) {
    if (languageModel === undefined) {
      return [{ kind: 'good', text: "not wanted (LLM_BASE_URL is not set): answers are in the articles' own words" }];
    }
    const { examineEndpoint } = await import('../../src/language-model/index.js');
    // Its error says what to do, and becomes a finding.
    const { address, isModelListed, models } = await examineEndpoint(languageModel, AbortSignal.timeout(answerWithinMs));
    if (isModelListed) return [{ kind: 'good', text: `${address} has ${languageModel.model}` }];
    return [models === '' ? withoutModels(address) : withoutThisModel(address, languageModel.model, models)];
  },
};

/** Only a warning: some endpoints accept names that they do not list, such as aliases. */
function withoutThisModel(address: string, model: string, models: string): Finding {
  return {
    kind: 'warning',
    text: `${address} does not list ${model}; it has ${models}`,
    advice: 'Set LLM_MODEL to one of them, or fetch the one you want: with Ollama, "ollama pull".',
  };
}

function withoutModels(address: string): Finding {
  return { kind: 'warning', text: `${address} lists no models at all`, advice: 'With Ollama, run "ollama pull" first, then try again.' };
}
