import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import {
  chatOf,
  type Chat,
  type Delivery,
  type DeliveryRecord,
  type Limits,
  type Log,
  type PersonKeys,
  type PlatformEvent,
} from '../chat/index.js';
import { senderAt, type Address } from './address.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import { parseInteraction, parseMessage, type DiscordInteraction } from './events.js';
import type { Places } from './places.js';
import { limits as platformLimits } from './platform-limits.js';
import { sentence } from './render-reply.js';
import { routeInteraction, type Acknowledgement } from './route-interaction.js';
import { routeMessage } from './route-message.js';
import { servesPlace, type ServedPlacesOptions } from './served-places.js';

export interface TakeEventDependencies {
  readonly bot: () => string;
  readonly chat: Pick<Chat, 'suggest'>;
  readonly calls: Calls;
  readonly places: Places;
  readonly served: ServedPlacesOptions;
  readonly delivery: Delivery<Address>;
  readonly personKeys: PersonKeys;
  readonly limits: Pick<Limits, 'take'>;
  readonly log: Log;
}

/** Takes what the gateway brings. Never throws. */
export interface TakeEvent {
  interaction(data: unknown): void;
  message(data: unknown): void;
}

export function createTakeEvent(dependencies: TakeEventDependencies): TakeEvent {
  const { bot, chat, calls, places, served, delivery, personKeys, limits, log } = dependencies;

  const respond = ({ id, token }: DiscordInteraction, response: Acknowledgement | object): Promise<unknown> =>
    calls.respond({ method: 'post', route: Routes.interactionCallback(id, token), body: response });

  const acknowledge = async (interaction: DiscordInteraction, response: Acknowledgement): Promise<void> => {
    try {
      await respond(interaction, response);
    } catch (error) {
      // The answer to an earlier try was lost on its way.
      if (!(error instanceof ApiError) || error.failure.kind !== 'acknowledged') throw error;
    }
  };

  /** To the person alone, as the first response. */
  const decline = async (interaction: DiscordInteraction, text: string): Promise<void> => {
    const type = InteractionResponseType.ChannelMessageWithSource;
    await respond(interaction, { type, data: { ...sentence(text), flags: MessageFlags.Ephemeral } });
  };

  const eventOf = (
    interaction: DiscordInteraction,
    record: DeliveryRecord<Address>,
    response: Acknowledgement,
  ): PlatformEvent<Address> => ({
    ...record,
    id: interaction.id,
    acknowledge: () => acknowledge(interaction, response),
    decline: (text) => decline(interaction, text),
  });

  const isServed = ({ guild, channel }: Pick<Address, 'guild' | 'channel'>, parent?: string): boolean =>
    servesPlace(served, { guild, channel, parent: parent ?? places.parentOf(channel) });

  /** Whether the person may do what the chat does not count. */
  const isWithinLimits = async ({ channel, user }: Pick<Address, 'channel' | 'user'>): Promise<boolean> => {
    const person = personKeys('discord', user);
    return (await limits.take({ kind: 'aside', person, chat: chatOf({ platform: 'discord', chat: channel }) })).kind === 'go';
  };

  const suggest = async (interaction: DiscordInteraction, typed: string): Promise<void> => {
    const { guild_id: guild, channel_id: channel, member, user, locale } = interaction;
    const place = { guild: guild ?? undefined, channel: channel ?? '', user: member?.user.id ?? user?.id ?? '' };
    if (!(await isWithinLimits(place))) return;
    const sender = senderAt(place, { clientLanguage: locale ?? undefined });
    const isOffered = isServed(place, interaction.channel?.parent_id ?? undefined);
    const questions = isOffered ? await chat.suggest(sender, typed, platformLimits.choices) : [];
    // What was cut would be another question.
    const fitting = questions.filter((question) => question.length <= platformLimits.choice);
    const choices = [...new Set(fitting)].map((question) => ({ name: question, value: question }));
    await respond(interaction, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  };

  const takeMessage = (id: string, record: DeliveryRecord<Address>): void => {
    const event = { id, ...record };
    void delivery.run(async () => {
      if (isServed(record.address)) await delivery.accept(event);
      else await delivery.notifyOnce(event, 'notServedHere');
    });
  };

  return {
    interaction: (raw) => {
      const parsed = parseInteraction(raw);
      if ('problem' in parsed) {
        log.warn({ problem: parsed.problem }, 'An interaction is not as documented; it was ignored.');
        return;
      }
      const interaction = parsed.event;
      const route = routeInteraction(interaction, places.canHaveThread);
      switch (route.kind) {
        case 'malformed':
          log.warn({ problem: route.problem }, 'An interaction is of no kind that is known here; it was ignored.');
          return;
        case 'autocomplete':
          void delivery.run(() => suggest(interaction, route.typed));
          return;
        case 'form':
        case 'request': {
          const event = eventOf(interaction, route.record, route.acknowledge);
          const { address } = event;
          if (address.channel === '' || address.user === '') {
            log.warn({}, 'An interaction does not tell who or where; it was ignored.');
            return;
          }
          void delivery.run(async () => {
            if (route.kind === 'form') {
              // Nothing more is owed than the form.
              if (await isWithinLimits(address)) await acknowledge(interaction, route.acknowledge);
              else await delivery.notifyOnce(event, 'busy');
            } else if (isServed(address, interaction.channel?.parent_id ?? undefined)) await delivery.accept(event);
            else await delivery.notifyOnce(event, 'notServedHere');
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
      const record = routeMessage(message, rules);
      if (record !== undefined) {
        takeMessage(message.id, record);
        return;
      }
      // It may be a thread of ours that slept when the bot started.
      const isOf = message.guild_id ?? undefined;
      if (isOf === undefined || message.content === '' || message.author.bot === true || places.knows(message.channel_id)) return;
      void delivery.run(async () => {
        await places.learn(message.channel_id);
        const learnt = routeMessage(message, rules);
        if (learnt !== undefined) takeMessage(message.id, learnt);
      });
    },
  };
}
