import { z } from 'zod';
import { ModelError } from '../generating/index.js';
import { createEndpoint, type EndpointOptions } from './endpoint.js';
import { explainFailure } from './explain-failure.js';
import { describeModels, isListed } from './name-models.js';
import { quotable } from './quotable.js';

export interface EndpointFindings {
  /** Without user and password. */
  readonly address: string;
  readonly isModelListed: boolean;
  /** The names that the endpoint lists, for people; '' where there are none. */
  readonly models: string;
}

const noEndpointAdvice =
  'LLM_BASE_URL has to be the address of an OpenAI-compatible API that /chat/completions comes after, mostly with /v1 at its end.';

/** Whether an endpoint is there, takes the key and has the model, without asking the model anything. @throws ModelError that says what to do */
export async function examineEndpoint(
  options: EndpointOptions & { readonly model: string },
  signal: AbortSignal,
): Promise<EndpointFindings> {
  const endpoint = createEndpoint(options);
  const { address, hasKey, secrets } = endpoint;
  try {
    const models = await endpoint.listModels(signal);
    return { address, isModelListed: isListed(options.model, models), models: describeModels(options.model, models) };
  } catch (error) {
    if (signal.aborted) throw new ModelError('timed-out', `${address} does not say in time which models it has. ${noEndpointAdvice}`);
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new ModelError('refused', `What ${address} says is no list of models. ${noEndpointAdvice}`);
    }
    const place = { address, hasKey, model: options.model, quote: (said: string) => quotable(said, secrets, '') };
    const { error: explained } = explainFailure(error, place, Date.now());
    // Nothing was asked of the model: it is the list that is not there.
    throw explained.failure === 'unknown-model'
      ? new ModelError('refused', `${address} lists no models (404). ${noEndpointAdvice}`)
      : explained;
  } finally {
    await endpoint.close();
  }
}
