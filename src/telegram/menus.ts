import { z } from 'zod';
import { textsFor, type Command, type Log } from '../chat/index.js';
import type { Language } from '../language/index.js';
import { BotApiError } from './api-failure.js';
import type { Parameters } from './bot-api.js';
import type { PatientCalls } from './patient-calls.js';

type Scope = NonNullable<Parameters<'setMyCommands'>['scope']>;

/** The menus of commands that Telegram shows. */
export interface Menus {
  /** Sets those that are not as they should be. Never rejects: the bot answers without menus, too. */
  setAll(): Promise<void>;
  /** A private chat's own menu, where the person speaks another language than the person's app tells Telegram. */
  setForChat(chat: number, language: Language): Promise<void>;
}

/**
 * Telegram knows languages by two letters, so that there is one menu for all of Chinese: it is in simplified characters, and who reads
 * traditional ones gets a menu for the private chat alone (`setForChat`). Without a language: what everybody else sees.
 */
const menuLanguages: readonly (readonly [code: '' | 'zh' | 'en', Language])[] = [
  ['', 'en'],
  ['zh', 'zh-Hans'],
  ['en', 'en'],
];
const scopes: readonly (readonly [Scope, 'private' | 'group'])[] = [
  [{ type: 'all_private_chats' }, 'private'],
  [{ type: 'all_group_chats' }, 'group'],
  [{ type: 'all_chat_administrators' }, 'group'],
];

const botCommands = z.array(z.object({ command: z.string(), description: z.string() }));
type BotCommands = z.infer<typeof botCommands>;

/** @param admins Private chats with administrators of Footnote, whose menus have their commands, too. */
export function createMenus(calls: PatientCalls, commands: readonly Command[], admins: readonly string[], log: Log): Menus {
  const chatLanguages = new Map<number, Language>();
  const admin = (chat: number): boolean => admins.includes(String(chat));

  const set = async (scope: Scope, code: '' | 'zh' | 'en', wanted: BotCommands): Promise<void> => {
    const place = code === '' ? { scope } : { scope, language_code: code };
    const present = botCommands.safeParse(await calls.call('getMyCommands', place)).data ?? [];
    if (JSON.stringify(present) === JSON.stringify(wanted)) return;
    await calls.call('setMyCommands', { ...place, commands: wanted });
  };

  const menu = (language: Language, where: 'private' | 'group', isAdmin: boolean): BotCommands => {
    const texts = textsFor(language).commands;
    return commands
      .filter((command) => (where === 'private' || command.where === 'anywhere') && (isAdmin || command.who === 'everyone'))
      .map(({ name }) => ({ command: name, description: texts[name].description }));
  };

  const attempt = async (task: () => Promise<void>): Promise<void> => {
    try {
      await task();
    } catch (error) {
      if (!(error instanceof BotApiError) || error.failure.kind !== 'aborted')
        log.warn({ err: error }, 'A menu of commands could not be set.');
    }
  };

  return {
    setAll: () =>
      attempt(async () => {
        for (const [scope, where] of scopes) {
          for (const [code, language] of menuLanguages) await set(scope, code, menu(language, where, false));
        }
      }),
    setForChat: async (chat, language) => {
      // A chat's own menu goes before those of everybody's, so that it is set wherever the two may differ.
      const differs = language === 'zh-Hant' || chatLanguages.has(chat) || admin(chat);
      if (!differs || chatLanguages.get(chat) === language) return;
      chatLanguages.set(chat, language);
      await attempt(async () => {
        await calls.call('setMyCommands', { scope: { type: 'chat', chat_id: chat }, commands: menu(language, 'private', admin(chat)) });
      });
    },
  };
}
