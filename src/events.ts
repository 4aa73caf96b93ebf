/** What the rooms tell while they work, and the one place that turns it into metrics and log lines. */
import type { AnswerGiven } from './chat/index.js';
import type { GeneratingEvent } from './generating/index.js';
import type { ModelEvent } from './language-model/index.js';
import type { Log, Metrics, Stage } from './operations/index.js';

export type Event =
  | ModelEvent
  | GeneratingEvent
  | ({ readonly kind: 'question-answered' } & AnswerGiven)
  | { readonly kind: 'stage-took'; readonly stage: Stage; readonly seconds: number }
  | { readonly kind: 'queue-full' }
  | { readonly kind: 'vote-given'; readonly vote: string }
  | { readonly kind: 'delivered'; readonly platform: string; readonly request: string; readonly milliseconds: number }
  | { readonly kind: 'platform-retry'; readonly platform: string; readonly reason: string };

export type Emit = (event: Event) => void;

/** Neither questions nor ids of people go into the metrics or the log. */
export function createEventRecorder({ metrics, log }: { readonly metrics: Metrics; readonly log: Log }): Emit {
  return (event) => {
    switch (event.kind) {
      case 'question-answered': {
        const { platform, answerId, answer, milliseconds } = event;
        const { language } = answer;
        const kind = answer.kind === 'answered' && answer.confidence === 'low' ? 'cautious' : answer.kind;
        metrics.question({ platform, kind, language });
        metrics.stage('answer', milliseconds / 1000);
        log.info({ platform, kind, language, answer: answerId, milliseconds: Math.round(milliseconds) }, 'Answered a question.');
        return;
      }
      case 'delivered': {
        const { request, platform, milliseconds } = event;
        metrics.stage('whole', milliseconds / 1000);
        log.info({ request, platform, milliseconds: Math.round(milliseconds) }, 'Finished a message.');
        return;
      }
      case 'stage-took':
        metrics.stage(event.stage, event.seconds);
        return;
      case 'queue-full':
        metrics.refusedByQueue();
        return;
      case 'vote-given':
        metrics.feedback(event.vote);
        return;
      case 'platform-retry':
        metrics.retry(event.platform, event.reason);
        return;
      case 'model-called':
        metrics.modelCall(event);
        return;
      case 'tokens-spent':
        metrics.modelTokens('prompt', event.prompt);
        metrics.modelTokens('completion', event.completion);
        return;
      case 'answer-malformed':
        metrics.modelCall({ purpose: 'answer', outcome: 'malformed' });
        return;
      case 'statement-checked':
        metrics.statement(event.outcome);
    }
  };
}
