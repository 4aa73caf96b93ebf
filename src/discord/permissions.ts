import { OAuth2Scopes, PermissionsBitField, type PermissionsString } from 'discord.js';
import type { Language } from '../language/index.js';

/** All that the bot needs, and what for: to see questions, to answer them there and in threads, to open threads, to reply to a message. */
export const neededPermissions = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'EmbedLinks',
  'ReadMessageHistory',
] as const satisfies readonly PermissionsString[];
export type NeededPermission = (typeof neededPermissions)[number];

/** As Discord's own settings call them. */
const names: Readonly<Record<NeededPermission, Readonly<Record<Language, string>>>> = {
  ViewChannel: { en: 'View Channel', 'zh-Hans': '查看频道', 'zh-Hant': '檢視頻道' },
  SendMessages: { en: 'Send Messages', 'zh-Hans': '发送消息', 'zh-Hant': '傳送訊息' },
  SendMessagesInThreads: { en: 'Send Messages in Threads', 'zh-Hans': '在子区内发送消息', 'zh-Hant': '在討論串中傳送訊息' },
  CreatePublicThreads: { en: 'Create Public Threads', 'zh-Hans': '创建公共子区', 'zh-Hant': '建立公開討論串' },
  EmbedLinks: { en: 'Embed Links', 'zh-Hans': '嵌入链接', 'zh-Hant': '嵌入連結' },
  ReadMessageHistory: { en: 'Read Message History', 'zh-Hans': '阅读消息历史记录', 'zh-Hant': '讀取訊息歷史' },
};

/** Not every administrator's Discord is in the asker's language. */
export function permissionName(permission: NeededPermission, language: Language): string {
  const { en } = names[permission];
  return language === 'en' ? en : `${names[permission][language]} (${en})`;
}

/** What an administrator opens to let the bot into a server. */
export function inviteLink(application: string): string {
  const permissions = PermissionsBitField.resolve([...neededPermissions]);
  const query = new URLSearchParams({
    client_id: application,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}
