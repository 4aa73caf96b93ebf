import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../src/operations/index.js';

const dashboard = z
  .object({
    uid: z.string(),
    panels: z.array(
      z.object({
        id: z.int(),
        title: z.string(),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
        targets: z.array(z.object({ expr: z.string() })).min(1),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('docs/grafana-dashboard.json', 'utf8')));
const alerts = z
  .object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string(), annotations: z.object({ summary: z.string() }) })) }),
    ),
  })
  .parse(parse(readFileSync('docs/prometheus-alerts.yml', 'utf8')));

const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [`the panel “${title}”`, expr] as const)),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [`the alert ${alert}`, expr] as const)),
];

/** Grafana puts a duration there. */
const filledIn = (expression: string): string => expression.replaceAll('$__rate_interval', '1m');

/** What stands in the expression under nodes of that name of Prometheus's own grammar. */
function nodesNamed(expression: string, name: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.name === name) found.push(expression.slice(node.from, node.to));
    },
  });
  return found;
}

async function metricNames(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics();
  metrics.follow({
    queueDepth: () => 0,
    index: () => ({ builtAt: new Date(0), passages: 1, documents: 1 }),
    now: () => 1000,
    platforms: () => ({ telegram: true }),
    isModelPaused: () => false,
  });
  metrics.question({ platform: 'telegram', kind: 'answered', language: 'en' });
  metrics.retry('telegram', 'rate-limit');
  metrics.modelCall({ purpose: 'answer', outcome: 'complete', seconds: 1 });
  metrics.modelTokens('prompt', 1);
  metrics.statement('kept');
  const { text } = await metrics.read();
  return new Set([...text.matchAll(/^(\w+)(?:\{|\s)/gm)].map(([, name]) => name ?? ''));
}

describe('the dashboard and the alerts', () => {
  it.each(expressions)('%s asks in PromQL that Prometheus can read', (_where, expression) => {
    expect(nodesNamed(filledIn(expression), '⚠')).toEqual([]);
  });

  it('would be found out with a mistake in it: the grammar does look', () => {
    expect(nodesNamed('sum(rate(a[1m])', '⚠')).not.toEqual([]);
  });

  it.each(expressions)('%s asks for metrics that there are', async (_where, expression) => {
    const asked = nodesNamed(filledIn(expression), 'Identifier').filter((name) => name !== 'up');
    const known = await metricNames();
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    expect(asked.length + nodesNamed(expression, 'Identifier').filter((name) => name === 'up').length).toBeGreaterThan(0);
  });

  it('shows every metric of our own', async () => {
    const own = [...(await metricNames())].filter((name) => name.startsWith('footnote_') && !/_(sum|count)$/.test(name));
    const all = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
    expect(own.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('are explained in the manual, every metric of our own', async () => {
    const manual = readFileSync('docs/operations.md', 'utf8');
    const own = [...(await metricNames())]
      .filter((name) => name.startsWith('footnote_'))
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    expect(own.filter((name) => !manual.includes(`\`${name}`))).toEqual([]);
  });

  it('lays its panels side by side, none over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { x, w } of dashboard.panels.map(({ gridPos }) => gridPos)) expect(x + w).toBeLessThanOrEqual(24);
  });
});

describe('the systemd unit', () => {
  const unit = readFileSync('docs/footnote.service', 'utf8');

  it('starts the program as the container does, and gives it time to stop', () => {
    expect(unit).toContain('ExecStart=/usr/bin/node --import tsx src/main.ts\n');
    expect(unit).toMatch(/^TimeoutStopSec=30$/m);
  });

  it('lets it write to its state directory only, as a user of its own', () => {
    for (const line of ['User=footnote', 'ProtectSystem=strict', 'NoNewPrivileges=true', 'StateDirectory=footnote'])
      expect(unit).toContain(`${line}\n`);
    expect(unit).toContain('DATA_DIR=/var/lib/footnote');
  });

  it('holds no secret', () => {
    expect(unit).not.toMatch(/TOKEN=|DATABASE_URL=/);
  });
});
