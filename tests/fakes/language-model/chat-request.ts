import { z } from 'zod';
import { badRequest, unknownModel } from './api-error.js';
import { explainIssue } from './explain-issue.js';
import { findStrictFault } from './strict-schema.js';
import { countPromptTokens } from './tokens.js';

/**
 * What every endpoint takes: OpenAI, vLLM, llama.cpp, Ollama and DeepSeek each know more roles, kinds of content and parameters, and some pass over
 * what they do not know; a client that is to run against all of them may send none of that.
 */
const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z
        .string()
        .regex(/^[a-zA-Z0-9_-]+$/)
        .max(64),
      description: z.string().optional(),
      strict: z.boolean().nullish(),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);

const chatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.int().nullish(),
  /** llama.cpp takes no more than one. */
  n: z.int().min(1).max(1).nullish(),
  user: z.string().nullish(),
  response_format: responseFormat.nullish(),
});

/** A request for a chat completion that an endpoint would carry out. */
export type ChatRequest = Readonly<z.infer<typeof chatRequest>>;

/** `json_schema`: as OpenAI, vLLM, llama.cpp and Ollama; `json_object`: as DeepSeek; `none`: as old models and bare servers. */
export type SupportedFormat = 'json_schema' | 'json_object' | 'none';

export interface EndpointRules {
  readonly models: readonly string[];
  readonly supports: SupportedFormat;
  /** Tokens that prompt and completion have to fit into together. */
  readonly contextTokens: number;
}

/** @throws ApiError for what the endpoint refuses */
export function readChatRequest(body: unknown, rules: EndpointRules): ChatRequest {
  const parsed = chatRequest.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue === undefined) throw parsed.error;
    throw explainIssue(issue, body);
  }
  const request = parsed.data;
  if (!rules.models.includes(request.model)) throw unknownModel(request.model);
  refuseContradictions(request);
  refuseFormat(request, rules.supports);
  refuseLength(request, rules.contextTokens);
  return request;
}

function refuseContradictions({ stream, stream_options, max_tokens, max_completion_tokens }: ChatRequest): void {
  if (stream_options && stream !== true)
    throw badRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options');
  if (typeof max_tokens === 'number' && typeof max_completion_tokens === 'number')
    throw badRequest("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", 'max_tokens');
}

function refuseFormat({ response_format: format, messages }: ChatRequest, supports: SupportedFormat): void {
  if (!format || format.type === 'text') return;
  const param = 'response_format';
  if (supports === 'none')
    throw badRequest(`Invalid parameter: 'response_format' of type '${format.type}' is not supported with this model.`, param);
  if (format.type === 'json_object') {
    if (messages.some(({ content }) => /json/i.test(content))) return;
    throw badRequest("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", 'messages');
  }
  // DeepSeek's wording; it sets the code, and no param.
  if (supports === 'json_object') throw badRequest('This response_format type is unavailable now', null, 'invalid_request_error');
  const { name, strict, schema } = format.json_schema;
  const fault = strict === true ? findStrictFault(schema) : undefined;
  if (fault !== undefined) throw badRequest(`Invalid schema for response_format '${name}': ${fault}`, param, 'invalid_json_schema');
}

function refuseLength({ messages, max_tokens, max_completion_tokens }: ChatRequest, contextTokens: number): void {
  const inMessages = countPromptTokens(messages);
  const inCompletion = max_completion_tokens ?? max_tokens ?? 0;
  if (inMessages + inCompletion <= contextTokens) return;
  throw badRequest(
    `This model's maximum context length is ${contextTokens} tokens. However, you requested ${inMessages + inCompletion} tokens ` +
      `(${inMessages} in the messages, ${inCompletion} in the completion). Please reduce the length of the messages or completion.`,
    'messages',
    'context_length_exceeded',
  );
}
