import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import {
  createChatLines,
  languageOfTag,
  textsFor,
  type Acceptance,
  type AcceptedUpdate,
  type AdapterObserver,
  type Chat,
  type Clock,
  type Limits,
  type Log,
  type PersonKeys,
  type Taken,
} from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import type { Acknowledged, Outcome } from './do-job.js';
import { parseInteraction, parseMessage, type DiscordInteraction } from './events.js';
import { readJob, senderOf, type Job } from './job.js';
import { nonceOf, type Messages } from './messages.js';
import type { Places } from './places.js';
import { limits as platformLimits } from './platform-limits.js';
import { sentence } from './render-reply.js';
import { routeInteraction, type Acknowledgement } from './route-interaction.js';
import { routeMessage } from './route-message.js';
import { servesPlace, type ServedPlacesOptions } from './served-places.js';

export interface IntakeDependencies {
  readonly bot: () => string;
  readonly chat: Pick<Chat, 'suggest'>;
  readonly calls: Calls;
  readonly messages: Pick<Messages, 'trySend'>;
  readonly places: Places;
  readonly served: ServedPlacesOptions;
  readonly acceptance: Acceptance;
  readonly personKeys: PersonKeys;
  readonly limits: Pick<Limits, 'take' | 'tellOnce'>;
  readonly doJob: (job: Job, acknowledged: Promise<Acknowledged>, again: boolean) => Promise<Outcome>;
  readonly clock: Clock;
  readonly observer?: Pick<AdapterObserver, 'during'> | undefined;
  readonly log: Log;
}

/** Takes events in: writes down what is owed an answer, acknowledges it, and sets about it. Never throws. */
export interface Intake {
  interaction(data: unknown): void;
  message(data: unknown): void;
  /** Sets about what is owed from before a restart, in the order in which it was accepted; until then nothing else is answered. */
  resume(): Promise<void>;
  /** Events that are being dealt with. */
  readonly underWay: number;
  /** Resolves when none is. */
  idle(): Promise<void>;
}

/** After a resume Discord sends again what it does not know to have arrived: minutes' worth at most. */
const rememberedEvents = 5_000;

/** An acknowledgement that takes longer than this has trouble of its own, and the answer does not wait for it. */
const longestAcknowledgingMs = 2_000;

/** Discord wants to be answered in three seconds, be it that a question could not be written down. */
const longestWritingMs = 2_000;

/** How whoever asked is told that it comes to nothing. */
interface WaysToTell {
  turnAway(): Promise<void>;
  apologise(): Promise<void>;
}

const inTime: Promise<Acknowledged> = Promise.resolve('in time');

export function createIntake(dependencies: IntakeDependencies): Intake {
  const { bot, chat, calls, messages, places, served, acceptance, personKeys, limits, doJob, clock, log, observer } = dependencies;
  const seen = new Set<string>();
  const underWay = new Set<Promise<void>>();
  /** Within a channel, questions are set about in the order in which they came. */
  const acknowledging = createChatLines();

  let letThrough: () => void = () => undefined;
  /** What was owed before the start comes before what is asked after it. */
  const resumed = new Promise<void>((resolve) => {
    letThrough = resolve;
  });

  /** What is begun here ends here: nobody waits for it. */
  const begin = (work: () => Promise<void>): void => {
    const ended = work()
      .catch((error: unknown) => {
        if (error instanceof ApiError) log.warn({ reason: error.message }, 'A call that nothing depends on failed.');
        else log.error({ err: error }, 'An event could not be dealt with to the end.');
      })
      .finally(() => underWay.delete(ended));
    underWay.add(ended);
  };

  const isRepeated = (id: string): boolean => {
    if (seen.has(id)) return true;
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > rememberedEvents && oldest !== undefined) seen.delete(oldest);
    return false;
  };

  const perform = async (job: Job, acknowledged: Promise<Acknowledged>, again: boolean): Promise<void> => {
    // Answering keeps the processor busy; in a rush the others' acknowledgements, which cannot wait, go before it.
    await acknowledging.run(job.channel, async () => {
      await Promise.race([acknowledged, clock.wait(longestAcknowledgingMs)]);
      await resumed;
    });
    await finish(job, acknowledged, again);
  };

  const finish = async (job: Job, acknowledged: Promise<Acknowledged>, again: boolean): Promise<void> => {
    const work = (): Promise<Outcome> => doJob(job, acknowledged, again);
    await acceptance.end(job.id, await (observer?.during(`discord:${job.id}`, work) ?? work()));
  };

  /** Writes it down; only then is it acknowledged, and dealt with. Discord brings nothing again: whoever asked is told when it cannot be written. */
  const take = async (job: Job, ways: WaysToTell, acknowledgeIt: () => Promise<Acknowledged>): Promise<void> => {
    let taken: Taken;
    try {
      taken = await acceptance.take(updateOf(job), longestWritingMs);
    } catch (error) {
      log.error({ err: error }, 'A question could not be written down; whoever asked was told.');
      await ways.apologise();
      return;
    }
    if (taken === 'too-many') await ways.turnAway();
    else if (taken !== 'known') await perform(job, acknowledgeIt(), taken === 'owed');
  };

  const updateOf = (job: Job): AcceptedUpdate => {
    const { id, channel, user } = job;
    return { platform: 'discord', id, chat: channel, person: personKeys('discord', user), payload: job, at: clock.now() };
  };

  const respond = ({ id, token }: DiscordInteraction, response: Acknowledgement | object): Promise<unknown> =>
    calls.respond({ method: 'post', route: Routes.interactionCallback(id, token), body: response });

  const acknowledge = async (interaction: DiscordInteraction, response: Acknowledgement): Promise<Acknowledged> => {
    try {
      await respond(interaction, response);
      return 'in time';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The answer to an earlier try was lost on its way.
      if (error.failure.kind === 'acknowledged') return 'in time';
      log.warn({ reason: error.message }, 'An interaction could not be acknowledged in time; its answer goes elsewhere.');
      return 'late';
    }
  };

  const isServed = ({ guild, channel }: Pick<Job, 'guild' | 'channel'>, parent?: string): boolean =>
    servesPlace(served, { guild, channel, parent: parent ?? places.parentOf(channel) });

  type Sentence = 'notServedHere' | 'busy' | 'failed';

  const tellInteraction = async (interaction: DiscordInteraction, what: Sentence): Promise<void> => {
    const text = textsFor(languageOfTag(interaction.locale ?? undefined) ?? 'en').limits[what];
    const type = InteractionResponseType.ChannelMessageWithSource;
    await respond(interaction, { type, data: { ...sentence(text), flags: MessageFlags.Ephemeral } });
  };

  /** To each person once in a while: what a flood is told would be a flood. */
  const tellInteractionOnce = async (interaction: DiscordInteraction, what: Sentence): Promise<void> => {
    const user = interaction.member?.user.id ?? interaction.user?.id ?? '';
    if (await limits.tellOnce(personKeys('discord', user), `interaction ${what}`)) await tellInteraction(interaction, what);
  };

  /** In the channel, once in a while, and now or not at all. */
  const tellChannelOnce = async (job: Job, what: Sentence): Promise<void> => {
    if (!(await limits.tellOnce(`discord\n${job.channel}`, what))) return;
    await messages.trySend(job.channel, sentence(textsFor('zh-Hans').limits[what]), nonceOf(job, 0), job.id);
  };

  /** Whether the person may do what no job comes of, or none that the chat counts. */
  const isWithinLimits = async (interaction: DiscordInteraction): Promise<boolean> => {
    const { member, user, channel_id: channel } = interaction;
    const person = personKeys('discord', member?.user.id ?? user?.id ?? '');
    return (await limits.take({ kind: 'aside', person, chat: `discord\n${channel ?? ''}` })).kind === 'go';
  };

  const suggest = async (interaction: DiscordInteraction, typed: string): Promise<void> => {
    const { guild_id: guild, channel_id: channel, member, user, locale } = interaction;
    const place = { guild: guild ?? undefined, channel: channel ?? '' };
    const sender = senderOf({
      ...place,
      id: interaction.id,
      user: member?.user.id ?? user?.id ?? '',
      clientLanguage: locale ?? undefined,
      admin: false,
      thread: false,
      member: false,
    });
    const questions = isServed(place, interaction.channel?.parent_id ?? undefined)
      ? await chat.suggest(sender, typed, platformLimits.choices)
      : [];
    // What was cut would be another question.
    const fitting = questions.filter((question) => question.length <= platformLimits.choice);
    const choices = [...new Set(fitting)].map((question) => ({ name: question, value: question }));
    await respond(interaction, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  };

  const takeMessage = (job: Job): void => {
    if (isRepeated(job.id)) return;
    const ways = { turnAway: () => tellChannelOnce(job, 'busy'), apologise: () => tellChannelOnce(job, 'failed') };
    begin(() => (isServed(job) ? take(job, ways, () => inTime) : tellChannelOnce(job, 'notServedHere')));
  };

  return {
    interaction: (raw) => {
      const parsed = parseInteraction(raw);
      if ('problem' in parsed) {
        log.warn({ problem: parsed.problem }, 'An interaction is not as documented; it was ignored.');
        return;
      }
      const interaction = parsed.event;
      if (isRepeated(interaction.id)) return;
      const route = routeInteraction(interaction, places.canHaveThread);
      switch (route.kind) {
        case 'strange':
          log.warn({ problem: route.problem }, 'An interaction is of no kind that is known here; it was ignored.');
          return;
        case 'autocomplete':
          begin(async () => {
            if (await isWithinLimits(interaction)) await suggest(interaction, route.typed);
          });
          return;
        case 'form':
          begin(async () => {
            if (await isWithinLimits(interaction)) await acknowledge(interaction, route.acknowledge);
            else await tellInteractionOnce(interaction, 'busy');
          });
          return;
        case 'job': {
          const { job } = route;
          if (job.channel === '' || job.user === '') {
            log.warn({}, 'An interaction does not tell who or where; it was ignored.');
            return;
          }
          if (!isServed(job, interaction.channel?.parent_id ?? undefined)) {
            begin(() => tellInteractionOnce(interaction, 'notServedHere'));
            return;
          }
          const ways = {
            turnAway: () => tellInteractionOnce(interaction, 'busy'),
            apologise: () => tellInteraction(interaction, 'failed'),
          };
          begin(async () => {
            // A thread is opened without the chat, which counts everything else.
            if (job.deed.kind === 'thread' && !(await isWithinLimits(interaction))) await ways.turnAway();
            else await take(job, ways, () => acknowledge(interaction, route.acknowledge));
          });
        }
      }
    },

    message: (raw) => {
      const parsed = parseMessage(raw);
      if ('problem' in parsed) {
        log.warn({ problem: parsed.problem }, 'A message is not as documented; it was ignored.');
        return;
      }
      const message = parsed.event;
      const rules = { bot: bot(), ownsThread: places.ownsThread, canHaveThread: places.canHaveThread };
      const job = routeMessage(message, rules);
      if (job !== undefined) {
        takeMessage(job);
        return;
      }
      // It may be a thread of ours that slept when the bot started.
      const isOf = message.guild_id ?? undefined;
      if (isOf === undefined || message.content === '' || message.author.bot === true || places.knows(message.channel_id)) return;
      begin(async () => {
        await places.learn(message.channel_id);
        const learnt = routeMessage(message, rules);
        if (learnt !== undefined) takeMessage(learnt);
      });
    },

    resume: async () => {
      const { updates, dropped } = await acceptance.resume();
      for (const { id, payload } of updates) {
        const job = readJob(payload);
        if (job === undefined) {
          log.error({ update: id }, 'What was written down of an accepted question cannot be read by this version; it is dropped.');
          await acceptance.end(id, 'done');
        } else begin(() => finish(job, inTime, true));
      }
      for (const { payload } of dropped) {
        const job = readJob(payload);
        if (job !== undefined) begin(() => tellChannelOnce(job, 'busy'));
      }
      letThrough();
    },

    get underWay() {
      return underWay.size;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
