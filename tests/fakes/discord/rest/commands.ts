import { isDeepStrictEqual } from 'node:util';
import { refusals } from '../api-error.js';
import { defined } from '../defined.js';
import { COMMAND, type Command } from '../discord-types.js';
import type { ServerState } from '../server-state.js';
import { asObject, type CommandBody, COMMAND_LIMITS, invalidFormBody, readCommand, readForm, readFormList } from '../validation/index.js';
import { guildOf, idOf } from './access.js';
import { created, noContent, ok, type RestCall, type Route } from './route.js';

/** The same endpoints exist for an application's global commands and for those of one guild. */
const GLOBAL = '/applications/{application.id}/commands';
const GUILD = '/applications/{application.id}/guilds/{guild.id}/commands';

export const commandRoutes: readonly Route[] = [GLOBAL, GUILD].flatMap((path): Route[] => [
  { method: 'GET', path, auth: 'bot', handle: (call, state) => ok(listOf(call, state).map((command) => shown(command, call))) },
  { method: 'PUT', path, auth: 'bot', handle: overwrite },
  { method: 'POST', path, auth: 'bot', handle: create },
  { method: 'GET', path: `${path}/{command.id}`, auth: 'bot', handle: (call, state) => ok(find(call, state)) },
  { method: 'PATCH', path: `${path}/{command.id}`, auth: 'bot', handle: edit },
  { method: 'DELETE', path: `${path}/{command.id}`, auth: 'bot', handle: remove },
]);

function scopeOf(call: RestCall, state: ServerState): string {
  if (idOf(call, 'application.id') !== state.bot.user.id) throw refusals.unknownApplication();
  return call.params['guild.id'] === undefined ? '' : guildOf(call, state).id;
}

const listOf = (call: RestCall, state: ServerState): Command[] => state.bot.commands.get(scopeOf(call, state)) ?? [];

function find(call: RestCall, state: ServerState): Command {
  const id = idOf(call, 'command.id');
  const command = listOf(call, state).find((one) => one.id === id);
  if (!command) throw refusals.unknownCommand();
  return command;
}

/** The list leaves the localisations out unless they are asked for (documentation: Get Global Application Commands). */
function shown(command: Command, { query }: RestCall): object {
  if (['true', '1'].includes(query['with_localizations'] ?? '')) return command;
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = command;
  return rest;
}

function overwrite(call: RestCall, state: ServerState): { status: number; body: unknown } {
  const scope = scopeOf(call, state);
  const bodies = readFormList(call.body, readCommand);
  refuseTooMany(bodies);
  refuseDuplicates(bodies);
  const before = state.bot.commands.get(scope) ?? [];
  const after = bodies.map((body) => register(state, scope, body, before.find(sameCommand(body))));
  state.bot.commands.set(scope, after);
  return ok(after);
}

function create(call: RestCall, state: ServerState): { status: number; body: unknown } {
  const scope = scopeOf(call, state);
  const body = readForm(call.body, readCommand);
  const list = state.bot.commands.get(scope) ?? [];
  const before = list.find(sameCommand(body));
  if (!before) refuseTooMany([...list, body]);
  const command = register(state, scope, body, before);
  state.bot.commands.set(scope, [...list.filter((one) => one !== before), command]);
  return before ? ok(command) : created(command);
}

function edit(call: RestCall, state: ServerState): { status: number; body: unknown } {
  const before = find(call, state);
  const scope = scopeOf(call, state);
  const body = readForm({ ...before, ...asObject(call.body), type: before.type }, readCommand);
  const command = register(state, scope, body, before);
  state.bot.commands.set(scope, [...listOf(call, state).filter((one) => one !== before), command]);
  return ok(command);
}

function remove(call: RestCall, state: ServerState): { status: number; body: unknown } {
  const command = find(call, state);
  state.bot.commands.set(
    scopeOf(call, state),
    listOf(call, state).filter((one) => one !== command),
  );
  return noContent;
}

const sameCommand =
  ({ name, type }: CommandBody) =>
  (command: Command): boolean =>
    command.name === name && command.type === type;

/** A command keeps its id as long as its name and type stay; its version changes with what it is. */
function register({ bot, world }: ServerState, scope: string, body: CommandBody, before: Command | undefined): Command {
  const { contexts, integration_types: types, ...rest } = body;
  const isGlobal = scope === '';
  const command = {
    application_id: bot.user.id,
    ...defined('guild_id', isGlobal ? undefined : scope),
    ...rest,
    // Both are for global commands only; a guild's own are always of servers, and in the guild.
    ...(isGlobal ? { dm_permission: contexts?.includes(1) ?? true, contexts, integration_types: types ?? bot.integrationTypes } : {}),
  };
  const { id, version, ...known } = before ?? { id: world.nextId(), version: '' };
  return { id, version: isDeepStrictEqual(known, command) ? version : world.nextId(), ...command };
}

function refuseTooMany(bodies: readonly Pick<CommandBody, 'type'>[]): void {
  for (const type of Object.values(COMMAND)) {
    const most = type === COMMAND.chatInput ? COMMAND_LIMITS.chatInput : COMMAND_LIMITS.menu;
    if (bodies.filter((body) => body.type === type).length > most) throw refusals.tooManyCommands(most);
  }
}

function refuseDuplicates(bodies: readonly CommandBody[]): void {
  const seen = new Set<string>();
  const problems = bodies.flatMap(({ name, type }, index) => {
    const key = `${type} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: [String(index)], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message: 'Application command names must be unique' }];
  });
  if (problems.length > 0) throw invalidFormBody(problems);
}
