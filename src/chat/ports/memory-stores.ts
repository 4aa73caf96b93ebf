import type {
  AcceptedUpdate,
  ConversationKey,
  Feedback,
  Ground,
  LoggedQuestion,
  MessageAddress,
  PersonKey,
  Platform,
  StoredAnswer,
  StoredRow,
  Stores,
  Turn,
  WritableStores,
} from './stores.js';
import type { Language } from '../../language/index.js';

/** Older answers than these are forgotten: a terminal that is fed for days must not grow for days. */
const keptAnswers = 1000;

interface Link {
  readonly message: MessageAddress;
  readonly role: 'question' | 'answer';
  readonly answerId: string;
  readonly at: number;
}

/** Stores that end with the process: for the terminal, whose conversation needs no disk, and for tests. */
export function createMemoryStores(now: () => number = Date.now): Stores {
  let turns: { readonly key: ConversationKey; readonly turn: Turn }[] = [];
  let links: Link[] = [];
  let feedback: Feedback[] = [];
  let questions: LoggedQuestion[] = [];
  const answers = new Map<string, StoredAnswer>();
  const languages = new Map<PersonKey, Language>();
  const owed = new Map<string, AcceptedUpdate>();
  const done = new Map<string, number>();

  /** Removes the answers that match, and what hangs on them; returns how many rows went. */
  const dropAnswers = (matches: (answer: StoredAnswer) => boolean): number => {
    const dropped = new Set([...answers.values()].filter(matches).map(({ id }) => id));
    for (const id of dropped) answers.delete(id);
    const before = links.length + feedback.length;
    links = links.filter(({ answerId }) => !dropped.has(answerId));
    feedback = feedback.filter(({ answerId }) => !dropped.has(answerId));
    return dropped.size + before - links.length - feedback.length;
  };
  /** Removes links that match and whose answer is not kept, or not yet. */
  const dropDrafts = (matches: (link: Link) => boolean): number => {
    const before = links.length;
    links = links.filter((link) => answers.has(link.answerId) || !matches(link));
    return before - links.length;
  };
  const isOwedTo = (person: PersonKey, { message, at }: Link): boolean =>
    [...owed.values()].some(
      (update) => update.person === person && update.platform === message.platform && update.chat === message.chat && update.at <= at,
    );
  const ownerOf = (link: Link): PersonKey | undefined =>
    answers.get(link.answerId)?.conversation.person ??
    [...owed.values()].find(({ person }) => person !== undefined && isOwedTo(person, link))?.person;
  const linkedAnswer = (message: MessageAddress, role: 'question' | 'answer'): StoredAnswer | undefined => {
    const link = links.findLast((each) => each.role === role && sameMessage(each.message, message));
    return link === undefined ? undefined : answers.get(link.answerId);
  };

  const isThere = (ground: Ground): boolean =>
    ground.kind === 'owed' ? owed.has(updateKey(ground.platform, ground.id)) : answers.has(ground.id);
  /** The last of what must not come in between each other: writing on grounds, and forgetting. */
  let end: Promise<unknown> = Promise.resolve();
  const alone = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = end.then(task);
    end = result.catch(() => undefined);
    return result;
  };

  const writable: WritableStores = {
    conversations: {
      recent: async (key, count, since) => {
        const found = turns.filter((each) => sameConversation(each.key, key) && each.turn.at >= since);
        return found.slice(Math.max(0, found.length - Math.max(0, count))).map(({ turn }) => turn);
      },
      append: async (key, turn) => {
        const at = turns.findIndex((each) => each.turn.answerId === turn.answerId && sameConversation(each.key, key));
        turns = at < 0 ? [...turns, { key, turn }].slice(-keptAnswers) : turns.with(at, { key, turn });
      },
    },
    answers: {
      save: async (answer) => {
        answers.set(answer.id, answer);
        const [oldest] = answers.keys();
        if (answers.size > keptAnswers && oldest !== undefined) dropAnswers(({ id }) => id === oldest);
      },
      find: async (id) => answers.get(id),
      link: async (message, role, answerId) => {
        const others = links.filter((each) => each.role !== role || !sameMessage(each.message, message));
        links = [...others, { message, role, answerId, at: now() }];
      },
      answerShownIn: async (message) => linkedAnswer(message, 'answer'),
      answerAskedBy: async (message) => linkedAnswer(message, 'question'),
      messagesShowing: async (id) =>
        links.filter(({ role, answerId }) => role === 'answer' && answerId === id).map(({ message }) => message),
      since: async (time) => [...answers.values()].filter(({ at }) => at >= time).sort((a, b) => a.at - b.at),
    },
    feedback: {
      put: async (given) => {
        feedback = [...feedback.filter(({ answerId, person }) => answerId !== given.answerId || person !== given.person), given];
      },
      find: async (id, by) => feedback.find(({ answerId, person }) => answerId === id && person === by),
      tally: async (id) => {
        const votes = feedback.filter(({ answerId }) => answerId === id);
        const up = votes.filter(({ vote }) => vote === 'up').length;
        return { up, down: votes.length - up };
      },
      since: async (time) => feedback.filter(({ at }) => at >= time).sort((a, b) => a.at - b.at),
    },
    questions: {
      append: async (entry) => {
        questions = [...questions, entry].slice(-keptAnswers);
      },
      since: async (time) => questions.filter(({ at }) => at >= time),
    },
    languages: {
      find: async (person) => languages.get(person),
      put: async (person, language) => {
        languages.set(person, language);
      },
    },
  };

  return {
    ...writable,
    deliveries: {
      accept: async (update) => {
        const key = updateKey(update.platform, update.id);
        if (done.has(key)) return 'done';
        if (owed.has(key)) return 'owed';
        owed.set(key, update);
        return 'new';
      },
      complete: async (platform, id, at) => {
        owed.delete(updateKey(platform, id));
        done.set(updateKey(platform, id), at);
        const [oldest] = done.keys();
        if (done.size > keptAnswers && oldest !== undefined) done.delete(oldest);
      },
      owed: async (platform) => [...owed.values()].filter((update) => update.platform === platform),
    },
    keepIf: (grounds, write) =>
      alone(async () => {
        if (!grounds.every(isThere)) return false;
        await write(writable);
        return true;
      }),
    forget: (person) =>
      alone(async () => {
        const drafts = dropDrafts((link) => isOwedTo(person, link));
        for (const [key, update] of owed) {
          if (update.person === person && owed.delete(key)) done.set(key, update.at);
        }
        const before = turns.length + questions.length + feedback.length;
        turns = turns.filter(({ key }) => key.person !== person);
        questions = questions.filter((entry) => entry.person !== person);
        feedback = feedback.filter((given) => given.person !== person);
        const erased = before - turns.length - questions.length - feedback.length;
        return erased + drafts + dropAnswers(({ conversation }) => conversation.person === person) + (languages.delete(person) ? 1 : 0);
      }),
    purge: async (time) => {
      const before = turns.length + questions.length + done.size;
      turns = turns.filter(({ turn }) => turn.at >= time);
      questions = questions.filter(({ at }) => at >= time);
      for (const [key, at] of done) if (at < time) done.delete(key);
      const dropped = dropAnswers(({ at }) => at < time) + dropDrafts(({ at }) => at < time);
      return before - turns.length - questions.length - done.size + dropped;
    },
    exportRows: async function* (person) {
      const rows: readonly (StoredRow & { readonly of?: PersonKey | undefined })[] = [
        ...turns.map(({ key, turn }) => ({ table: 'turns', row: { ...key, ...turn }, of: key.person })),
        ...[...answers.values()].map((answer) => ({ table: 'answers', row: { ...answer }, of: answer.conversation.person })),
        ...links.map((link) => ({ table: 'links', row: { ...link }, of: ownerOf(link) })),
        ...feedback.map((given) => ({ table: 'feedback', row: { ...given }, of: given.person })),
        ...questions.map((entry) => ({ table: 'questions', row: { ...entry }, of: entry.person })),
        ...[...languages].map(([of, language]) => ({ table: 'languages', row: { person: of, language }, of })),
        ...[...owed.values()].map((update) => ({ table: 'deliveries', row: { ...update }, of: update.person })),
      ];
      for (const { table, row, of } of rows) if (person === undefined || of === person) yield { table, row };
    },
    close: async () => undefined,
  };
}

function sameConversation(a: ConversationKey, b: ConversationKey): boolean {
  return a.platform === b.platform && a.chat === b.chat && a.topic === b.topic && a.person === b.person;
}

function sameMessage(a: MessageAddress, b: MessageAddress): boolean {
  return a.platform === b.platform && a.chat === b.chat && a.message === b.message;
}

function updateKey(platform: Platform, id: string): string {
  return `${platform}\n${id}`;
}
