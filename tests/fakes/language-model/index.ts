/**
 * A fake of an OpenAI-compatible endpoint: chat completions over HTTP on loopback, streamed or whole, with a deterministic writer behind it.
 * It refuses what OpenAI, vLLM, llama.cpp, Ollama or DeepSeek refuse, the strictest of them each time; it must not accept a thing because our client
 * sends it that way.
 */
export type { RequestRecord } from './call-record.js';
export type { ChatRequest, SupportedFormat } from './chat-request.js';
export type { Responder } from './completion.js';
export { type FakeLanguageModel, type FakeLanguageModelOptions, startFakeLanguageModel } from './fake-language-model.js';
export { type Fault, type FaultOptions, faults } from './faults.js';
export type { ImpatientRequest } from './pace.js';
export { countPromptTokens, countTokens } from './tokens.js';
export {
  createFakeWriter,
  type FakeWriter,
  type FakeWriterOptions,
  type FlawName,
  flawNames,
  type FlawShare,
  type OfferedStatement,
} from './writer/index.js';
