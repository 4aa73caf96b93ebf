import type { createColors } from 'picocolors';
import { z } from 'zod';
import { textsFor, toPlainText, type DraftOutcome, type PlatformPort, type Reply, type SentMessage, type Texts } from '../chat/index.js';
import type { Language } from '../language/index.js';
import { escapeReply } from './escape-reply.js';
import type { GrowingReply } from './growing-reply.js';
import { renderReply } from './render-reply.js';

/** There is one place to reply to. */
const address = z.object({
  /** What stands below the reply. */
  below: z.enum(['own-commands', 'hint']).optional(),
});
export type Address = z.infer<typeof address>;

export interface ConsolePortDependencies {
  readonly interactive: boolean;
  readonly colours: ReturnType<typeof createColors>;
  readonly columns: () => number;
  /** Where replies are drawn while they grow. */
  readonly growing: GrowingReply;
  /** Says it, and resolves when it is out. */
  readonly say: (text: string) => Promise<void>;
  /** Whether it is why nothing more can be said. */
  readonly isOfOutput: (error: unknown) => boolean;
  /** The language of the latest reply. */
  readonly language: { current: Language };
}

/** Whoever waits longer than this is shown that something goes on. */
const silentMs = 500;
const acceptWithinMs = 60_000;
const draft = { chat: 'terminal', message: 'draft' } as const;
const printed = { chat: 'terminal', message: 'printed' } as const;

export type ConsolePort = Omit<PlatformPort<Address, string>, 'connect' | 'disconnect'>;

export function createConsolePort({
  interactive,
  colours,
  columns,
  growing,
  say,
  isOfOutput,
  language,
}: ConsolePortDependencies): ConsolePort {
  const shown = (given: Reply): string => {
    language.current = given.language;
    const reply = escapeReply(given);
    return interactive ? renderReply(reply, { columns: columns(), colours }) : toPlainText(reply);
  };

  const belowIt: Readonly<Record<NonNullable<Address['below']>, (texts: Texts['terminal']) => string>> = {
    hint: ({ hint }) => `\n\n${colours.dim(hint)}`,
    'own-commands': ({ why, quit }) =>
      ['why', 'quit'].map((name, at) => `\n${interactive ? '  • ' : '- '}/${name}  ${[why, quit][at]}`).join(''),
  };

  const draw = async (part: string): Promise<DraftOutcome<SentMessage>> => {
    growing.draw(part);
    return { kind: 'shown', place: draft };
  };

  return {
    platform: 'console',
    isRedelivered: false,
    acceptWithinMs,
    isAdmin: () => false,
    readAddress: (written) => address.safeParse(written).data,
    render: (reply, { below }) => [`${shown(reply)}${below === undefined ? '' : belowIt[below](textsFor(reply.language).terminal)}`],
    send: async (_address, part) => {
      await say(part);
      return printed;
    },
    // What was drawn of it makes way for it.
    edit: async () => undefined,
    remove: async () => {
      growing.clear();
    },
    failureOf: (error) => (isOfOutput(error) ? { kind: 'stopped' } : undefined),
    notify: (_address, sentence) => say(sentence),
    takesDrafts: () => interactive,
    sendDraft: (_address, part) => draw(part),
    editDraft: (_message, part) => draw(part),
    draftGapMs: () => 0,
    draftWaitMs: () => 0,
    working: () => (interactive ? { afterMs: silentMs, part: colours.dim(textsFor(language.current).terminal.searching) } : undefined),
  };
}
