import { startDiscordPlatform } from '../../bench/loadtest/discord-platform.js';
import { describeWholeProgram } from './whole-program.js';

describeWholeProgram('discord', startDiscordPlatform);
