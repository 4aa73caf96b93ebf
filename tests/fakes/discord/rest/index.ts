/**
 * The REST routes of API version 10 that an answering bot uses, by what they are about.
 * Each checks what Discord checks, in its order, and changes the server's state; none knows of HTTP or of faults.
 */
import { applicationRoutes } from './application.js';
import { commandRoutes } from './commands.js';
import { interactionRoutes } from './interactions.js';
import { messageRoutes } from './messages.js';
import { peopleRoutes } from './people.js';
import { createPathReader, type Route } from './route.js';
import { threadRoutes } from './threads.js';
import { webhookRoutes } from './webhooks.js';

export { CALLBACK } from './interactions.js';
export type { Route } from './route.js';

export const routes: readonly Route[] = [
  ...applicationRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...peopleRoutes,
];

const readers = routes.map((route) => ({ route, read: createPathReader(route) }));

export interface FoundRoute {
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  /** The path exists, though not with this method. */
  readonly pathIsKnown: boolean;
}

export function findRoute(method: string, path: string): FoundRoute {
  const fitting = readers.flatMap(({ route, read }) => {
    const params = read(path);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  return { route: found?.route, params: found?.params ?? {}, pathIsKnown: fitting.length > 0 };
}
