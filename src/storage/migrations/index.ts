/**
 * Migrations: how the tables came to be what they are, one numbered step a change, the same for both databases.
 * A step that was released is never edited; a change of the tables is a new step.
 */
import type { Migration } from 'kysely';
import type { DatabaseKind } from '../backend.js';
import { answerContinues } from './answer-continues.js';
import { firstTables } from './first-tables.js';
import { modelUsage } from './model-usage.js';
import type { Sealing } from '../sealing.js';
import { questionEntries } from './question-entries.js';
import { sealedChats } from './sealed-chats.js';

export function migrationsFor(kind: DatabaseKind, sealing: Sealing): Readonly<Record<string, Migration>> {
  return {
    '0001_first_tables': firstTables(kind),
    '0002_model_usage': modelUsage(kind),
    '0003_question_entries': questionEntries,
    '0004_sealed_chats': sealedChats(sealing),
    '0005_answer_continues': answerContinues,
  };
}
