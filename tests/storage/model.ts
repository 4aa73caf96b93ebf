import type {
  AcceptedUpdate,
  ConversationKey,
  Feedback,
  LoggedQuestion,
  MessageAddress,
  StoredAnswer,
  Stores,
  Turn,
} from '../../src/chat/index.js';

/** The ports as plainly as they can be written: lists that are filtered. What a store is compared with. */
export function createModel(clock: () => number): Omit<Stores, 'close' | 'exportRows' | 'keepIf'> {
  const turns: { key: ConversationKey; turn: Turn }[] = [];
  const answers: StoredAnswer[] = [];
  const links: { message: MessageAddress; role: string; answerId: string; at: number }[] = [];
  const votes: Feedback[] = [];
  const log: LoggedQuestion[] = [];
  const choices: { person: string; language: Awaited<ReturnType<Stores['languages']['find']>>; at: number }[] = [];
  const deliveries: { update: AcceptedUpdate; owner: string | undefined; completedAt: number | undefined }[] = [];

  const answer = (id: string | undefined) => answers.find((each) => each.id === id);
  const linked = (message: MessageAddress, role: string) =>
    answer(links.find((link) => same(link.message, message) && link.role === role)?.answerId);

  return {
    conversations: {
      recent: async (key, count, since) => {
        const found = turns.filter((each) => same(each.key, key) && each.turn.at >= since).map(({ turn }) => turn);
        return count <= 0 ? [] : found.slice(-count);
      },
      append: async (key, turn) =>
        put(
          turns,
          { key, turn: { ...turn, question: readable(turn.question) } },
          (each) => same(each.key, key) && each.turn.answerId === turn.answerId,
        ),
    },
    answers: {
      save: async (saved) => put(answers, { ...saved, answer: { ...saved.answer, candidates: [] } }, (each) => each.id === saved.id),
      find: async (id) => answer(id),
      link: async (message, role, answerId) =>
        put(links, { message, role, answerId, at: clock() }, (link) => same(link.message, message) && link.role === role),
      answerShownIn: async (message) => linked(message, 'answer'),
      answerAskedBy: async (message) => linked(message, 'question'),
      messagesShowing: async (id) => links.filter((link) => link.answerId === id && link.role === 'answer').map(({ message }) => message),
      since: async (time) => byTime(answers.filter((each) => each.at >= time)),
    },
    feedback: {
      put: async (vote) => put(votes, vote, (each) => each.answerId === vote.answerId && each.person === vote.person),
      find: async (answerId, person) => votes.find((vote) => vote.answerId === answerId && vote.person === person),
      tally: async (answerId) => {
        const cast = votes.filter((vote) => vote.answerId === answerId);
        return { up: cast.filter(({ vote }) => vote === 'up').length, down: cast.filter(({ vote }) => vote === 'down').length };
      },
      since: async (time) => byTime(votes.filter((vote) => vote.at >= time)),
    },
    questions: {
      append: async (entry) => void log.push({ ...entry, question: readable(entry.question) }),
      since: async (time) => byTime(log.filter((entry) => entry.at >= time)),
    },
    languages: {
      find: async (person) => choices.find((choice) => choice.person === person)?.language,
      put: async (person, language) => put(choices, { person, language, at: clock() }, (choice) => choice.person === person),
    },
    deliveries: {
      accept: async (update) => {
        const known = deliveries.find((each) => each.update.platform === update.platform && each.update.id === update.id);
        if (known) return known.completedAt === undefined ? 'owed' : 'done';
        deliveries.push({ update, owner: update.person, completedAt: undefined });
        return 'new';
      },
      complete: async (platform, id, at) => {
        const known = deliveries.find((each) => each.update.platform === platform && each.update.id === id);
        if (known) Object.assign(known, { owner: undefined, completedAt: at });
      },
      owed: async (platform) =>
        deliveries.filter((each) => each.update.platform === platform && each.completedAt === undefined).map(({ update }) => update),
    },
    forget: async (person) => {
      const own = new Set(answers.filter((each) => each.conversation.person === person).map(({ id }) => id));
      const owned = deliveries.filter(({ owner }) => owner === person);
      const isDraft = ({ message, answerId, at }: (typeof links)[number]) =>
        !answer(answerId) &&
        owned.some(({ update }) => update.platform === message.platform && update.chat === message.chat && update.at <= at);
      const drafts = drop(links, isDraft);
      for (const each of owned) Object.assign(each, { owner: undefined, completedAt: clock() });
      return (
        owned.length +
        drafts +
        drop(links, (link) => own.has(link.answerId)) +
        drop(votes, (vote) => vote.person === person || own.has(vote.answerId)) +
        drop(answers, ({ id }) => own.has(id)) +
        drop(turns, ({ key }) => key.person === person) +
        drop(log, (entry) => entry.person === person) +
        drop(choices, (choice) => choice.person === person)
      );
    },
    purge: async (before) => {
      const old = new Set(answers.filter(({ at }) => at < before).map(({ id }) => id));
      return (
        drop(links, (link) => old.has(link.answerId)) +
        drop(answers, ({ id }) => old.has(id)) +
        drop(links, (link) => link.at < before && !answer(link.answerId)) +
        drop(votes, ({ at }) => at < before) +
        drop(turns, ({ turn }) => turn.at < before) +
        drop(log, ({ at }) => at < before) +
        drop(choices, (choice) => choice.at < before && !log.some(({ person }) => person === choice.person)) +
        drop(deliveries, ({ update, completedAt }) => update.at < before && (completedAt === undefined || completedAt < before))
      );
    },
  };
}

function same<T extends object>(one: T, other: T): boolean {
  return Object.entries(one).every(([name, value]) =>
    Object.entries(other).some(([otherName, otherValue]) => name === otherName && value === otherValue),
  );
}

/** Replaces the element that matches in its place, or adds the element at the end. */
function put<T>(list: T[], element: T, matches: (each: T) => boolean): void {
  const at = list.findIndex(matches);
  if (at >= 0) list[at] = element;
  else list.push(element);
}

function drop<T>(list: T[], matches: (each: T) => boolean): number {
  const kept = list.filter((each) => !matches(each));
  const before = list.splice(0, list.length, ...kept);
  return before.length - kept.length;
}

function byTime<T extends { readonly at: number }>(list: readonly T[]): readonly T[] {
  return list.toSorted((one, other) => one.at - other.at);
}

/** What databases can hold of a text: code points that are none, and NUL, become U+FFFD. */
function readable(text: string): string {
  return [...text].map((character) => (character === '\0' || /^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character)).join('');
}
