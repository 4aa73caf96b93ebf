import { placeLine, sourceLine, type PlaceWords } from './place-line.js';
import type { Texts } from './texts.js';

const placeWords: PlaceWords = {
  title: (title) => title,
  issue: (number) => `issue ${number}`,
  page: (number) => `page ${number}`,
  authors: (names, areAll) => names.join(', ') + (areAll ? '' : ' et al.'),
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

export const english: Texts = {
  languageName: 'English',

  answer: {
    quotedFrom: (titles) => `From ${titles.map((title) => `“${title}”`).join(' and ')}, quoted in Chinese as published:`,
    andMore: (count) => `… and ${count} more`,
    caution: 'The article may not say this directly. The closest it comes:',
    leads: {
      yes: 'Yes, the article says so:',
      no: 'No. The article says:',
      otherwise: 'The article says the opposite:',
      'shown-before': 'The article says no more about this than what you have seen:',
    },
    notInSources: 'The article doesn’t say anything about that.',
    nothingMore: 'The article says nothing more about this.',
    onTopicOnly: (title) => `“${title}” is about this, but doesn’t say that.`,
    nearest: 'The closest passages, in case they help:',
    verbatim: 'Quoted from',
    place: (place) => placeLine(place, placeWords),
    quoted: (quote) => `“${quote}”`,
    translation: (text) => `Translation by a language model, not checked: ${text}`,
    questionEdited: 'You changed your question, so here is a new answer:',
  },

  conversation: {
    welcome: (sources) => {
      const titles = sources.slice(0, 3).map(({ title }) => `“${title}”`);
      if (titles.length === 0) return 'Hello! I have no articles yet.';
      const more = sources.length > titles.length ? ` and ${sources.length - titles.length} more` : '';
      return `Hello! I have read ${titles.join(', ')}${more}. Ask me anything about ${sources.length === 1 ? 'it' : 'them'}; I’ll show you where every sentence comes from.`;
    },
    greeting: 'Hello! What would you like to know about the article? Just ask.',
    thanks: 'You’re welcome! Ask away if there is anything else.',
    farewell: 'Goodbye! Come back whenever you think of something.',
    smallTalk: 'I’m not much good at that: articles are all I know. Ask me something about them!',
    whichArticle: 'Which article do you mean? Name it, or pick one.',
    help: [
      'Send me a question. I look for the answer in the articles and show you the very words it rests on. If they don’t say, I’ll tell you so.',
      'You can follow up with things like “and why?”. Tap [1] or [2] to read the quotation where it stands in the article.',
    ],
    suggestions: 'You could ask:',
    empty: 'I don’t see a question there. Just type one.',
    tooLong: (maxCharacters) =>
      `That’s a little long for me: I read up to ${maxCharacters} characters at a time. What do you most want to know?`,
    unreadable: 'I can’t make sense of that. Could you put it as a sentence?',
    sticker: 'Nice one! I only read words, though. What would you like to know?',
    attachment: 'I can’t read pictures, voice messages or files yet. Type your question and I’ll look it up.',
    askUsage: 'Write your question after the command, for example: /ask What is the article about?',
    thinkUsage: 'Write the question to think about after the command, for example: /think What does the article argue, and why?',
  },

  thinking: {
    step: (step) => {
      const isDone = step.state === 'done';
      switch (step.kind) {
        case 'split':
          return isDone ? `Split into ${counted(step.questions.length, 'smaller question')}` : 'Taking the question apart';
        case 'look-up':
          if (!isDone) return `Looking up: ${step.question}`;
          return step.passages === 0 ? `Not in the articles: ${step.question}` : `${counted(step.passages, 'passage')}: ${step.question}`;
        case 'write':
          return isDone ? `Wrote ${counted(step.statements, 'sentence')}` : 'Writing the answer';
        case 'check': {
          if (!isDone) return 'Checking every sentence against the articles';
          const left = step.dropped === 0 ? '' : `, left out ${step.dropped}`;
          return `Checked every sentence: kept ${step.kept}${left}`;
        }
        case 'retry':
          return `${isDone ? 'Tried' : 'Trying'} again where ${counted(step.statements, 'sentence')} didn’t hold`;
      }
    },
  },

  passage: {
    heading: (number) => `[${number}] in context`,
    openSource: 'Read the article',
    changed: 'The article has changed since this answer. These are the words as they were quoted.',
    answerGone: 'I no longer have that answer. Please ask again.',
    noSuchNumber: (number, highest) =>
      highest === 1
        ? `There is no [${number}]: that answer has one citation, [1].`
        : `There is no [${number}]: that answer cites [1] to [${highest}].`,
    nothingCited: 'My last reply didn’t quote the article.',
    noAnswerYet: 'There’s nothing to look up yet. Ask me a question first.',
    sourceUsage: 'Which citation? Add its number, for example: /source 1',
  },

  sources: {
    heading: (count) =>
      count === 1 ? 'Everything I say comes from this article:' : `Everything I say comes from these ${count} articles:`,
    headingOfPage: (count, first, last) => `Everything I say comes from ${count} articles. Here are ${first} to ${last}:`,
    none: 'There are no articles yet.',
    line: (source) => sourceLine(source, placeWords),
  },

  limits: {
    tooManyQuestions: (seconds) => `You’re a bit fast for me. Ask me again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    busy: 'A lot of people are asking right now. Please try again in a moment.',
    failed: 'Sorry, something went wrong on my side and I couldn’t answer. Please try again in a little while.',
    stopping: 'I’m about to restart. Please ask me again in a moment.',
    adminsOnly: 'Only administrators can use this command.',
    privateOnly: 'That shows what others have asked. Send me this command in a private chat.',
    notServedHere: 'I’m not set up for this place. Please ask an administrator.',
    missingPermission: (permissions) => `I’m not allowed to do that here: I lack the permission ${permissions.join(', ')}.`,
  },

  feedback: {
    thanks: 'Thank you, glad it helped!',
    whatWasWrong: 'Thanks for telling me. What was wrong with it?',
    noted: 'Noted, thank you!',
    reasons: { wrong: 'It’s wrong', incomplete: 'Incomplete', unclear: 'Hard to follow' },
    formTitle: 'What was wrong?',
    formLabel: 'Anything to add? (optional)',
  },

  language: {
    choose: 'Which language shall I speak?',
    chosen: 'All right, I’ll speak English from now on. Quotations stay as they were written.',
    unknown: (asked) => `I don’t speak “${asked}” yet. You can choose 简体中文, 繁體中文 or English.`,
  },

  forget: {
    done: 'Everything I kept about you has been deleted.',
    nothing: 'I had nothing kept about you.',
  },

  reports: {
    heading: (days) => `The last ${days} days:`,
    stats: ({ questions, people, byKind, votes, milliseconds }) => [
      `${questions} ${questions === 1 ? 'message' : 'messages'} from ${people} ${people === 1 ? 'person' : 'people'}`,
      `${byKind.answered} answered, ${byKind.cautious} answered with a caution, ${byKind['not-in-sources']} not in the articles`,
      `${votes.up} 👍, ${votes.down} 👎`,
      `Time to find an answer: ${Math.round(milliseconds.median)} ms, for the slowest twentieth ${Math.round(milliseconds.p95)} ms`,
    ],
    nothingAsked: (days) => `Nobody has asked anything in the last ${days} days.`,
    unanswered: (days, count) => `What the articles could not answer, or not for certain, in the last ${days} days (${count} in all):`,
    nothingUnanswered: (days) => `Every question of the last ${days} days had something in the articles.`,
    asked: (question, times) => (times === 1 ? question : `${question} (×${times})`),
  },

  buttons: {
    passage: (number) => `[${number}]`,
    back: '‹ Back to the answer',
    up: '👍',
    down: '👎',
    followUp: 'Ask a follow-up',
    thread: 'Continue in a thread',
    openSource: 'Read the article',
    askInline: 'Ask in another chat',
  },

  forms: {
    followUpTitle: 'Ask a follow-up',
    followUpLabel: 'What else would you like to know?',
    threadName: (question) => `Q: ${question}`,
    threadOpened: 'Let’s go on here. Just type; there’s no need to mention me.',
    threadOpenedByMention: 'Let’s go on here. Mention me, or reply to one of my answers.',
    threadImpossible: 'No thread can be opened here. You can ask a follow-up instead.',
    messageMenu: 'Ask about this',
    privately: 'Show the answer only to me',
    thoroughly: 'Take more time, and check every part of the answer',
    working: 'Looking through the articles…',
  },

  commands: {
    start: { description: 'Say hello and see what you can ask' },
    ask: { description: 'Ask a question about the articles', argument: 'Your question' },
    think: { description: 'Ask a hard question, and give me time to think', argument: 'Your question' },
    sources: { description: 'Which articles I have read' },
    source: { description: 'Read a citation of the last answer in context', argument: 'The citation’s number, such as 2' },
    help: { description: 'How to use me' },
    language: { description: 'Choose the language I speak', argument: '简体中文, 繁體中文 or English' },
    forget: { description: 'Delete everything kept about you' },
    stats: { description: 'How much was asked this week' },
    unanswered: { description: 'What the articles could not answer this week' },
  },

  typed: {
    commands: {
      start: 'start',
      ask: 'ask',
      think: 'think',
      sources: 'sources',
      source: 'source',
      help: 'help',
      language: 'language',
      forget: 'forget',
      stats: 'stats',
      unanswered: 'unanswered',
    },
    fields: { question: 'question', private: 'private', think: 'think', number: 'number', language: 'language' },
  },

  terminal: {
    searching: 'Searching…',
    hint: 'Type a question; a citation’s number opens its passage. /help shows what else there is, /quit leaves.',
    farewell: 'Goodbye!',
    unknownCommand: (name) => `There is no /${name}. Type /help to see what there is.`,
    quit: 'Leave',
    why: 'See how the passages of the last answer were ranked',
    whyNothing: 'Nothing was looked up for the last reply. Ask a question first.',
    whyColumns: {
      passage: 'Passage',
      score: 'Score',
      lateInteraction: 'Late inter.',
      similarity: 'Similarity',
      coverage: 'Coverage',
      words: 'BM25',
    },
  },
};
