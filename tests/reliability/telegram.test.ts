import { startTelegramPlatform } from '../../bench/loadtest/telegram-platform.js';
import { describeWholeProgram } from './whole-program.js';

describeWholeProgram('telegram', startTelegramPlatform);
