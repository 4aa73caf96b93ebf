import { afterEach, describe, expect, it } from 'vitest';
import type { LimitRules, Stores } from '../../src/chat/index.js';
import {
  answered,
  progressOf,
  quotes,
  refused,
  scriptedAnswers,
  type Script,
  type ScriptedAnswerService,
} from '../fakes/scripted-answer-service.js';

/** What a reader sees of the bot. */
export interface Seen {
  /** All words, without markup. */
  readonly text: string;
  readonly buttons: readonly string[];
}

/** A reader's conversation with a bot on some platform, through that platform's real client. */
export interface ReaderWorld {
  readonly answers: ScriptedAnswerService;
  readonly stores: Stores;
  /** Asks, and resolves with the bot's answer to it. */
  ask(question: string): Promise<Seen>;
  /** Asks, and resolves with all that the bot's one message to it has shown, once it has buttons. @throws where there is more than one */
  watch(question: string, options?: { readonly thorough?: boolean }): Promise<readonly Seen[]>;
  /** Presses a button of the latest answer, and resolves with what is then shown. */
  press(button: string): Promise<Seen>;
  /** 👎, and then the reason that the article is incomplete there, by whatever way the platform has. */
  complain(): Promise<Seen>;
}

export interface WorldOptions {
  readonly clientLanguage: string;
  readonly limits?: LimitRules;
  readonly script?: Script;
}

export type OpenWorld = (options: WorldOptions) => Promise<ReaderWorld>;

/** What every adapter with buttons does, whatever its platform. */
export function describeChatAdapter(name: string, open: OpenWorld, close: () => Promise<void>): void {
  describe(`a reader in ${name}`, () => {
    afterEach(close);

    it('gets the answer with its citations, the same everywhere', async () => {
      const world = await open({ clientLanguage: 'zh-CN' });
      const { text, buttons } = await world.ask('为什么要修复灯塔？');
      for (const part of [quotes.reason, quotes.cost, '[1]', '[2]', '灯塔重新亮起', '为什么要修']) expect(text).toContain(part);
      expect(buttons.slice(0, 4)).toEqual(['[1]', '[2]', '👍', '👎']);
    });

    it('is told honestly that the article does not say, with the nearest passages', async () => {
      const world = await open({ clientLanguage: 'zh-CN' });
      const { text, buttons } = await world.ask('明天会下雨吗？');
      expect(text).toContain('文章里没有');
      expect(text).toContain(quotes.reason);
      expect(buttons).toContain('[1]');
    });

    it('is understood in a follow-up', async () => {
      const world = await open({ clientLanguage: 'zh-CN' });
      await world.ask('修复花了多久？');
      await world.ask('为什么要修复灯塔？');
      expect(world.answers.asked[1]?.conversation.questions).toEqual(['修复花了多久？']);
    });

    it('opens a passage in its context, and is told when the article has changed', async () => {
      const world = await open({ clientLanguage: 'zh-CN' });
      await world.ask('为什么要修复灯塔？');
      const opened = await world.press('[1]');
      expect(opened.text).toContain('如果没有灯塔，船只只能等到天亮。');
      expect(opened.text).toContain(quotes.cost);
      await world.ask('修复花了多久？');
      world.answers.changeSource();
      const changed = await world.press('[1]');
      expect(changed.text).toContain('改动过');
      expect(changed.text).toContain(quotes.duration);
    });

    it('gives feedback that is stored: one vote, which can be changed, with a reason', async () => {
      const world = await open({ clientLanguage: 'zh-CN' });
      await world.ask('修复花了多久？');
      const [answer] = await world.stores.answers.since(0);
      const id = answer?.id ?? '';
      await world.press('👍');
      expect(await world.stores.feedback.tally(id)).toEqual({ up: 1, down: 0 });
      await world.complain();
      expect(await world.stores.feedback.tally(id)).toEqual({ up: 0, down: 1 });
      expect(await world.stores.feedback.since(0)).toMatchObject([{ vote: 'down', reason: 'incomplete' }]);
    });

    it('who asks too fast is asked to wait', async () => {
      const world = await open({ clientLanguage: 'zh-CN', limits: { windowSeconds: 60, perPerson: 1, perChat: 10 } });
      await world.ask('修复花了多久？');
      const { text } = await world.ask('为什么要修复灯塔？');
      expect(text).toMatch(/\d+ ?秒/u);
      expect(world.answers.asked).toHaveLength(1);
    });

    describe('while an answer grows', () => {
      const question = '为什么要修复灯塔？';
      const answer = answered([quotes.reason, quotes.cost]);
      const growing = { [question]: [{ progress: progressOf(answer, 1) }] };
      const atOnce = async (clientLanguage: string): Promise<Seen> => {
        const world = await open({ clientLanguage });
        const [only, ...more] = await world.watch(question);
        expect(more).toEqual([]);
        return only!;
      };

      it('sees its first sentences, and in the end, in the same message, what would have been there at once', async () => {
        const world = await open({ clientLanguage: 'zh-CN', script: { answers: scriptedAnswers, growing } });
        const [first, ...others] = await world.watch(question);
        expect(first?.text).toContain(quotes.reason);
        expect(first?.text).not.toContain(quotes.cost);
        expect(first?.buttons).toEqual([]);
        expect(others.at(-1)).toEqual(await atOnce('zh-CN'));
      });

      it('sees a refusal take its place when that is the outcome', async () => {
        const world = await open({ clientLanguage: 'zh-CN', script: { answers: { [question]: refused() }, growing } });
        const versions = await world.watch(question);
        expect(versions).toHaveLength(2);
        expect(versions[1]?.text).toContain('没有讲到');
      });

      it.each([
        ['zh-CN', '正在拆解问题'],
        ['en-US', 'Taking the question apart'],
      ] as const)(
        'sees what is thought about, in the language of the answer (%s), and only the answer in the end',
        async (clientLanguage, step) => {
          const language = clientLanguage === 'en-US' ? 'en' : 'zh-Hans';
          const spoken = { ...answer, language } as const;
          const steps = [{ id: 1, state: 'doing', kind: 'split', questions: [] }] as const;
          const script = {
            canThink: true,
            answers: { [question]: spoken },
            growing: { [question]: [{ progress: progressOf(spoken, 0, steps) }] },
          };
          const world = await open({ clientLanguage, script });
          const [first, last] = await world.watch(question, { thorough: true });
          expect(first?.text).toContain(step);
          expect(last?.text).not.toContain(step);
          expect(last?.text).toContain(quotes.cost);
          expect(world.answers.asked[0]?.options.effort).toBe('thorough');
        },
      );
    });

    it.each([
      ['zh-CN', '明天会下雨吗？', '文章里没有'],
      ['zh-TW', '明天會下雨嗎？', '文章裡沒有'],
      ['en-US', 'Who keeps the moon?', 'The article doesn’t say anything about that.'],
    ])('is spoken to in the language of the question (%s)', async (clientLanguage, question, sentence) => {
      const world = await open({ clientLanguage });
      expect((await world.ask(question)).text).toContain(sentence);
    });
  });
}
