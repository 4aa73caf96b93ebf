import { badRequest, conflict } from '../bot-api-error.js';
import type { CallParameters } from '../call-parameters.js';
import type { ServerState } from '../server-state.js';
import type { Method } from './method.js';

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
const CLOUD_PORTS = new Set(['', '443', '80', '88', '8443']);

export const getUpdates: Method = async (parameters, state, { closed }) => {
  if (state.webhook) {
    throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
  }
  readAllowedUpdates(parameters, state);
  const updates = await state.updates.poll({
    offset: parameters.integer('offset'),
    limit: parameters.integer('limit'),
    timeoutSeconds: parameters.integer('timeout'),
    closed,
  });
  return { result: updates };
};

export const setWebhook: Method = (parameters, state) => {
  const url = parameters.text('url').trim();
  if (url === '') return deleteWebhookOf(parameters, state);
  checkWebhookUrl(url, state);
  const secretToken = parameters.text('secret_token');
  if (secretToken.length > 256) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
  readAllowedUpdates(parameters, state);
  if (parameters.boolean('drop_pending_updates')) state.updates.drop();
  const wanted = parameters.integer('max_connections');
  const maxConnections = wanted >= 1 && wanted <= MAX_CONNECTIONS ? wanted : DEFAULT_CONNECTIONS;
  const isSame = state.webhook?.url === url && state.webhook.secretToken === secretToken;
  state.updates.terminatePoll('setWebhook request');
  state.webhook = { url, secretToken, maxConnections, lastErrorDate: undefined, lastErrorMessage: undefined };
  return { result: true, description: isSame ? 'Webhook is already set' : 'Webhook was set' };
};

export const deleteWebhook: Method = (parameters, state) => deleteWebhookOf(parameters, state);

export const getWebhookInfo: Method = (_, { webhook, updates }) => ({
  result: {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.pending.length,
    ...(webhook?.lastErrorDate === undefined
      ? {}
      : { last_error_date: webhook.lastErrorDate, last_error_message: webhook.lastErrorMessage }),
    ...(webhook ? { max_connections: webhook.maxConnections } : {}),
    ...(updates.allowed === undefined || updates.allowed.length === 0 ? {} : { allowed_updates: updates.allowed }),
  },
});

function deleteWebhookOf(parameters: CallParameters, state: ServerState): { result: true; description: string } {
  if (parameters.boolean('drop_pending_updates')) state.updates.drop();
  const description = state.webhook ? 'Webhook was deleted' : 'Webhook is already deleted';
  state.webhook = undefined;
  return { result: true, description };
}

function checkWebhookUrl(address: string, { allowHttpWebhooks }: ServerState): void {
  if (!URL.canParse(address)) throw badRequest('bad webhook: invalid webhook URL specified');
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(allowHttpWebhooks && url.protocol === 'http:')) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (!allowHttpWebhooks && !CLOUD_PORTS.has(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

/** Remembered until it is given again; names that Telegram does not know are passed over. */
function readAllowedUpdates(parameters: CallParameters, state: ServerState): void {
  const value = parameters.json('allowed_updates', () => badRequest("can't parse allowed_updates JSON object"));
  if (value === undefined) return;
  if (!Array.isArray(value)) throw badRequest('expected an Array of String as allowed_updates');
  state.updates.allow(value.filter((kind): kind is string => typeof kind === 'string'));
}
