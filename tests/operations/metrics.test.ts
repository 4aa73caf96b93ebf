import { describe, expect, it } from 'vitest';
import { createMetrics, stages, type Metrics, type MetricSources } from '../../src/operations/index.js';

const sources: MetricSources = {
  queueDepth: () => 0,
  index: () => ({ builtAt: new Date(90_000), passages: 27, documents: 2 }),
  now: () => 100_000,
  platforms: () => ({ telegram: true, discord: false }),
  isModelPaused: () => false,
};

function createFollowing(followed: MetricSources): Metrics {
  const metrics = createMetrics();
  metrics.follow(followed);
  return metrics;
}

/** The line's value, by its name and labels as they stand in the text. */
async function valueOf(metrics: { read(): Promise<{ text: string }> }, series: string): Promise<number | undefined> {
  const { text } = await metrics.read();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('the metrics', () => {
  it('count calls of the language model, with their time where it was asked, its tokens and its statements', async () => {
    const metrics = createFollowing(sources);
    metrics.modelCall({ purpose: 'answer', outcome: 'complete', seconds: 3 });
    metrics.modelCall({ purpose: 'answer', outcome: 'paused' });
    metrics.modelTokens('prompt', 900);
    metrics.modelTokens('prompt', 100);
    metrics.statement('kept');
    expect(await valueOf(metrics, 'footnote_model_calls_total{purpose="answer",outcome="complete"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_model_calls_total{purpose="answer",outcome="paused"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_model_call_seconds_count{purpose="answer"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_model_call_seconds_bucket{le="5",purpose="answer"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_model_tokens_total{kind="prompt"}')).toBe(1000);
    expect(await valueOf(metrics, 'footnote_statements_total{outcome="kept"}')).toBe(1);
  });

  it.each([
    ['1 while the language model is paused', true, 1],
    ['0 while it is asked', false, 0],
    ['missing where there is none', undefined, undefined],
  ])('have a gauge that is %s', async (_, isPaused, value) => {
    expect(await valueOf(createFollowing({ ...sources, isModelPaused: () => isPaused }), 'footnote_model_paused')).toBe(value);
  });

  it('count questions by platform, kind and language', async () => {
    const metrics = createFollowing(sources);
    for (const language of ['en', 'en', 'zh-Hans']) metrics.question({ platform: 'telegram', kind: 'answered', language });
    expect(await valueOf(metrics, 'footnote_questions_total{platform="telegram",kind="answered",language="en"}')).toBe(2);
    expect(await valueOf(metrics, 'footnote_questions_total{platform="telegram",kind="answered",language="zh-Hans"}')).toBe(1);
  });

  it('have a histogram for every stage, also before anything was asked', async () => {
    const metrics = createFollowing(sources);
    metrics.stage('answer', 0.004);
    expect(await valueOf(metrics, 'footnote_stage_seconds_bucket{le="0.005",stage="answer"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_stage_seconds_bucket{le="0.0025",stage="answer"}')).toBe(0);
    for (const stage of stages) expect(await valueOf(metrics, `footnote_stage_seconds_count{stage="${stage}"}`)).toBeDefined();
  });

  it('look up the queue, the index and the platforms when they are read', async () => {
    let waiting = 1;
    const metrics = createFollowing({ ...sources, queueDepth: () => waiting });
    waiting = 7;
    expect(await valueOf(metrics, 'footnote_queue_depth')).toBe(7);
    expect(await valueOf(metrics, 'footnote_index_age_seconds')).toBe(10);
    expect(await valueOf(metrics, 'footnote_index_passages')).toBe(27);
    expect(await valueOf(metrics, 'footnote_index_documents')).toBe(2);
    expect(await valueOf(metrics, 'footnote_platform_connected{platform="telegram"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_platform_connected{platform="discord"}')).toBe(0);
  });

  it('count retries, feedback and refusals', async () => {
    const metrics = createFollowing(sources);
    metrics.retry('telegram', 'rate-limit');
    metrics.feedback('down');
    metrics.refusedByQueue();
    expect(await valueOf(metrics, 'footnote_platform_retries_total{platform="telegram",reason="rate-limit"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_feedback_total{vote="down"}')).toBe(1);
    expect(await valueOf(metrics, 'footnote_feedback_total{vote="up"}')).toBe(0);
    expect(await valueOf(metrics, 'footnote_refused_busy_total')).toBe(1);
  });

  it('belong to the process that made them: two do not share a count', async () => {
    const one = createFollowing(sources);
    one.refusedByQueue();
    expect(await valueOf(createFollowing(sources), 'footnote_refused_busy_total')).toBe(0);
  });
});
