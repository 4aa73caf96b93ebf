import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import {
  createChatLines,
  languageOfTag,
  textsFor,
  type AcceptedUpdate,
  type AdapterObserver,
  type Chat,
  type Clock,
  type DeliveryStore,
  type Limits,
  type Log,
  type PersonKeys,
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
  readonly messages: Pick<Messages, 'send'>;
  readonly places: Places;
  readonly served: ServedPlacesOptions;
  readonly deliveries: DeliveryStore;
  readonly personKeys: PersonKeys;
  readonly limits: Pick<Limits, 'tellOnce'>;
  readonly doJob: (job: Job, acknowledged: Promise<Acknowledged>, again: boolean) => Promise<Outcome>;
  readonly clock: Clock;
  readonly observer?: Pick<AdapterObserver, 'during'> | undefined;
  readonly log: Log;
}

/** Takes events in: acknowledges at once, writes down what is owed an answer, and sets about it. Never throws. */
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

/** A store that takes longer than this to write a question down must not cost its acknowledgement, which Discord wants in three seconds. */
const longestWritingMs = 500;

/** How a question stands in the store once it is written down. */
type Written = Awaited<ReturnType<DeliveryStore['accept']>>;

const inTime: Promise<Acknowledged> = Promise.resolve('in time');

export function createIntake(dependencies: IntakeDependencies): Intake {
  const { bot, chat, calls, messages, places, served, deliveries, personKeys, limits, doJob, clock, log, observer } = dependencies;
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

  const perform = async (job: Job, written: Promise<Written>, acknowledged: Promise<Acknowledged>): Promise<void> => {
    // Answering keeps the processor busy; in a rush the others' acknowledgements, which cannot wait, go before it.
    const inTurn = acknowledging.run(job.channel, async () => {
      await Promise.race([acknowledged, clock.wait(longestAcknowledgingMs)]);
      await resumed;
      return written;
    });
    const accepted = await inTurn;
    if (accepted === 'done') return;
    await finish(job, acknowledged, accepted === 'owed');
  };

  const writeDown = async (job: Job): Promise<Written> => {
    const { id, channel, user } = job;
    const person = personKeys('discord', user);
    try {
      return await deliveries.accept({ platform: 'discord', id, chat: channel, person, payload: job, at: clock.now() });
    } catch (error) {
      log.error({ err: error }, 'A question could not be written down; it is answered all the same, but would not outlive a crash.');
      return 'new';
    }
  };

  const finish = async (job: Job, acknowledged: Promise<Acknowledged>, again: boolean): Promise<void> => {
    const work = (): Promise<Outcome> => doJob(job, acknowledged, again);
    const outcome = await (observer?.during(`discord:${job.id}`, work) ?? work());
    if (outcome === 'done') await deliveries.complete('discord', job.id, clock.now());
  };

  const respond = ({ id, token }: DiscordInteraction, response: Acknowledgement | object): Promise<unknown> =>
    calls.respond({ method: 'post', route: Routes.interactionCallback(id, token), body: response });

  /** Who sees the bot think has been promised an answer, which is kept through a crash only once the question is written down. */
  const acknowledgeWhen = async (written: Promise<Written>, interaction: DiscordInteraction, response: Acknowledgement) => {
    const enough = new AbortController();
    await Promise.race([written, clock.wait(longestWritingMs, enough.signal)]);
    enough.abort('written');
    return acknowledge(interaction, response);
  };

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

  const refuseInteraction = async (interaction: DiscordInteraction): Promise<void> => {
    const text = textsFor(languageOfTag(interaction.locale ?? undefined) ?? 'en').limits.notServedHere;
    const type = InteractionResponseType.ChannelMessageWithSource;
    await respond(interaction, { type, data: { ...sentence(text), flags: MessageFlags.Ephemeral } });
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

  const refuseMessage = async (job: Job): Promise<void> => {
    if (!(await limits.tellOnce(personKeys('discord', job.user), 'not served here'))) return;
    await messages.send(job.channel, sentence(textsFor('zh-Hans').limits.notServedHere), nonceOf(job, 0), job.id);
  };

  const takeMessage = (job: Job): void => {
    if (isRepeated(job.id)) return;
    begin(() => (isServed(job) ? perform(job, writeDown(job), inTime) : refuseMessage(job)));
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
          begin(() => suggest(interaction, route.typed));
          return;
        case 'form':
          begin(async () => {
            await acknowledge(interaction, route.acknowledge);
          });
          return;
        case 'job': {
          const { job } = route;
          if (job.channel === '' || job.user === '') {
            log.warn({}, 'An interaction does not tell who or where; it was ignored.');
            return;
          }
          if (!isServed(job, interaction.channel?.parent_id ?? undefined)) {
            begin(() => refuseInteraction(interaction));
            return;
          }
          const written = writeDown(job);
          // Before any other work: Discord waits three seconds.
          const acknowledged = acknowledgeWhen(written, interaction, route.acknowledge);
          begin(() => perform(job, written, acknowledged));
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
      const owed = [...(await deliveries.owed('discord'))].sort(byArrival);
      if (owed.length > 0) log.info({ count: owed.length }, 'Answering what was accepted before the restart.');
      for (const { id, payload } of owed) {
        const job = readJob(payload);
        if (job === undefined) {
          log.error({ update: id }, 'What was written down of an accepted question cannot be read by this version; it is dropped.');
          await deliveries.complete('discord', id, clock.now());
        } else if (!isRepeated(id)) begin(() => finish(job, inTime, true));
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

/** Discord's ids grow with time. */
function byArrival(one: AcceptedUpdate, other: AcceptedUpdate): number {
  return one.at - other.at || (BigInt(one.id) < BigInt(other.id) ? -1 : 1);
}
