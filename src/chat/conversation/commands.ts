import { languages, type Language } from '../../language/index.js';
import type { AnswerService, Effort } from '../../answering/index.js';
import { showStats, showUnanswered, type GroupQuestions } from './administering.js';
import type { Asker, Asking, OnProgress } from './asking.js';
import { languageNamed } from './client-language.js';
import type { Conversations } from './conversations.js';
import { openCitation } from './opening.js';
import { renderSources } from '../replies/render-passage.js';
import { notice, paragraph, plain, type Reply, type ReplyAction, type ReplyBlock } from '../replies/reply.js';
import type { Stores } from '../ports/stores.js';
import { commandNames, textsFor, type CommandName } from '../texts/index.js';

export interface CommandTools {
  readonly answers: AnswerService;
  readonly stores: Stores;
  readonly conversations: Conversations;
  readonly asking: Asking;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly groupQuestions: GroupQuestions;
}

export interface CommandCall {
  readonly asker: Asker;
  /** What stands behind the command, trimmed; '' where nothing does. */
  readonly argument: string;
  readonly message?: string | undefined;
  readonly request?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** A command as data: platforms make their menus of it, the texts are in the catalogue under its name. */
export interface Command {
  readonly name: CommandName;
  readonly who: 'everyone' | 'admins';
  /** `private`: only where the person is alone with the bot. */
  readonly where: 'anywhere' | 'private';
  readonly argument: 'none' | 'optional' | 'required';
  /** Whether it asks a question, and counts as one against the limits. */
  readonly asks: boolean;
  run(call: CommandCall, tools: CommandTools): Promise<Reply>;
}

type CommandRules = Omit<Command, 'name'>;

const rules: Readonly<Record<CommandName, CommandRules>> = {
  start: { who: 'everyone', where: 'private', argument: 'none', asks: true, run: async ({ asker }, { asking }) => asking.welcome(asker) },
  ask: { who: 'everyone', where: 'anywhere', argument: 'required', asks: true, run: (call, tools) => askWith('short', call, tools) },
  think: { who: 'everyone', where: 'anywhere', argument: 'required', asks: true, run: (call, tools) => askWith('thorough', call, tools) },
  sources: {
    who: 'everyone',
    where: 'anywhere',
    argument: 'optional',
    asks: false,
    run: async ({ asker, argument }, { answers }) => renderSources(answers.sources(), asker.language, numberIn(argument)),
  },
  source: { who: 'everyone', where: 'anywhere', argument: 'required', asks: false, run: showSource },
  help: {
    who: 'everyone',
    where: 'anywhere',
    argument: 'none',
    asks: false,
    run: async ({ asker }, { answers }) => renderHelp(asker, commandsOffered(answers)),
  },
  language: { who: 'everyone', where: 'anywhere', argument: 'optional', asks: false, run: setLanguage },
  forget: { who: 'everyone', where: 'anywhere', argument: 'none', asks: false, run: forget },
  stats: {
    who: 'admins',
    where: 'anywhere',
    argument: 'none',
    asks: false,
    run: async ({ asker }, { stores, now }) => showStats(asker, stores, now()),
  },
  unanswered: {
    who: 'admins',
    where: 'private',
    argument: 'none',
    asks: false,
    run: async ({ asker }, { stores, now, groupQuestions }) => showUnanswered(asker, stores, now(), groupQuestions),
  },
};

/** Every command, in the order that menus show. */
const commands: readonly Command[] = commandNames.map((name) => ({ name, ...rules[name] }));

/** What menus and the help show: where thinking brings nothing, nobody is offered to wait for it. Typed all the same, it asks. */
export function commandsOffered({ canThink }: Pick<AnswerService, 'canThink'>): readonly Command[] {
  return canThink ? commands : commands.filter(({ name }) => name !== 'think');
}

export function commandNamed(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

async function askWith(effort: Effort, call: CommandCall, { answers, asking }: CommandTools): Promise<Reply> {
  const { asker, argument, message, request, replyTo, onProgress } = call;
  if (argument !== '') return asking.ask(asker, { text: argument, effort, message, request, replyTo }, onProgress);
  const { askUsage, thinkUsage } = textsFor(asker.language).conversation;
  return notice(effort === 'thorough' && answers.canThink ? thinkUsage : askUsage, asker.language, 'message');
}

async function showSource({ asker, argument }: CommandCall, { answers, conversations }: CommandTools): Promise<Reply> {
  const { language } = asker;
  const texts = textsFor(language).passage;
  const number = numberIn(argument);
  if (number === undefined) return notice(texts.sourceUsage, language, 'message');
  const last = await conversations.lastAnswer(asker.conversation);
  if (last === undefined) return notice(texts.noAnswerYet, language, 'message');
  return { ...openCitation(answers, last, number), placement: 'message' };
}

/** "[2]" and full-width digits are what people type, too. */
function numberIn(argument: string): number | undefined {
  const digits = /^\[?(\d{1,4})\]?$/.exec(argument.normalize('NFKC').trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function setLanguage({ asker, argument }: CommandCall, { stores }: CommandTools): Promise<Reply> {
  const texts = textsFor(asker.language).language;
  if (argument === '') return { ...notice(texts.choose, asker.language, 'message'), actions: [languageActions()] };
  const language = languageNamed(argument);
  if (language === undefined) {
    return { ...notice(texts.unknown([...argument].slice(0, 20).join('')), asker.language, 'message'), actions: [languageActions()] };
  }
  await chooseLanguage(stores, asker, language);
  return notice(textsFor(language).language.chosen, language, 'message');
}

export async function chooseLanguage(stores: Stores, { grounds, conversation }: Asker, language: Language): Promise<void> {
  await stores.keepIf(grounds, (writable) => writable.languages.put(conversation.person, language));
}

async function forget({ asker }: CommandCall, { stores }: CommandTools): Promise<Reply> {
  const texts = textsFor(asker.language).forget;
  const erased = await stores.forget(asker.conversation.person);
  return notice(erased > 0 ? texts.done : texts.nothing, asker.language, 'message');
}

function renderHelp({ language, admin }: Asker, offered: readonly Command[]): Reply {
  const texts = textsFor(language);
  const shown = offered.filter(({ who }) => who === 'everyone' || admin);
  const list: ReplyBlock = {
    kind: 'list',
    items: shown.map(({ name }) => plain(`/${name}  ${texts.commands[name].description}`)),
  };
  return { placement: 'message', language, blocks: [...texts.conversation.help.map(paragraph), list], actions: [] };
}

function languageActions(): readonly ReplyAction[] {
  return languages.map((language) => ({ label: textsFor(language).languageName, does: { kind: 'choose-language', language } }));
}
