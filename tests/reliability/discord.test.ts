import { startDiscordPlatform } from '../../scripts/loadtest/discord-platform.js';
import { describeWholeProgram } from './whole-program.js';

describeWholeProgram('discord', startDiscordPlatform);
