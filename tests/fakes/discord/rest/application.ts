import { applicationObject } from '../objects.js';
import { ok, type Route } from './route.js';

export const applicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', auth: 'token', handle: (_call, state) => ok({ url: state.gatewayUrl() }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    auth: 'bot',
    handle: (_call, state) =>
      ok({
        url: state.gatewayUrl(),
        shards: state.recommendedShards,
        session_start_limit: {
          total: 1000,
          remaining: 1000 - state.gateway.identifies.length,
          reset_after: 86_400_000,
          max_concurrency: state.maxConcurrency,
        },
      }),
  },
  {
    method: 'GET',
    path: '/users/@me',
    auth: 'bot',
    handle: (_call, { bot }) => ok({ ...bot.user, verified: true, mfa_enabled: true, flags: 0 }),
  },
  { method: 'GET', path: '/applications/@me', auth: 'bot', handle: (_call, state) => ok(applicationObject(state)) },
  { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', handle: (_call, state) => ok(applicationObject(state)) },
];
