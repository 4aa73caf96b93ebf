import type { CallOutcome } from './call-record.js';
import type { Clock } from '../clock.js';
import type { LimitScope } from './faults.js';

/** A request that did not wait out what a 429 had told. */
export interface ImpatientCall {
  readonly method: string;
  readonly route: string;
  readonly earlyByMs: number;
}

export interface RouteLimit {
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  readonly perMs: number;
}

/** Limits to hold a bot to. Discord documents only the global one; those of routes are learnt from headers. */
export interface PaceLimits {
  readonly perSecond?: number;
  readonly routes?: readonly RouteLimit[];
}

export interface PacedCall {
  readonly method: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Pace {
  readonly impatient: ImpatientCall[];
  /** Refuses this call, and those like it, for a while. */
  limit(call: PacedCall, seconds: number, scope: LimitScope): CallOutcome;
  /** The 429 that the call gets; `undefined` lets it pass, and counts it. */
  check(call: PacedCall): CallOutcome | undefined;
  /** `X-RateLimit-*` of a call that passed. */
  headers(call: PacedCall): Readonly<Record<string, string>>;
}

interface Window {
  readonly limit: number;
  readonly endsAtMs: number;
  used: number;
}

/** Endpoints of interactions are not bound to the global limit (documentation: Rate Limits). */
const isOfInteraction = ({ route }: PacedCall): boolean => route.startsWith('/interactions/') || route.startsWith('/webhooks/');

export function createPace(clock: Clock, limits: PaceLimits = {}): Pace {
  const pausedUntil = new Map<string, { readonly atMs: number; readonly scope: LimitScope }>();
  const windows = new Map<string, Window>();
  const impatient: ImpatientCall[] = [];

  const refuse = (call: PacedCall, seconds: number, scope: LimitScope): CallOutcome => ({
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : bucketHeaders(clock, call, { limit: 1, left: 0, seconds })),
    },
    body: {
      message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      retry_after: seconds,
      global: scope === 'global',
    },
  });

  function pauseOf(call: PacedCall): { readonly leftMs: number; readonly scope: LimitScope } | undefined {
    const keys = isOfInteraction(call) ? [bucketKey(call)] : ['global', bucketKey(call)];
    for (const key of keys) {
      const pause = pausedUntil.get(key);
      if (pause && pause.atMs > clock.now()) return { leftMs: pause.atMs - clock.now(), scope: pause.scope };
    }
    return undefined;
  }

  function windowFor(key: string, limit: number, perMs: number): Window {
    const there = windows.get(key);
    if (there && there.endsAtMs > clock.now()) return there;
    const fresh = { limit, endsAtMs: clock.now() + perMs, used: 0 };
    windows.set(key, fresh);
    return fresh;
  }

  function windowsOf(call: PacedCall): { readonly window: Window; readonly scope: LimitScope }[] {
    const rule = limits.routes?.find(({ method, route }) => method === call.method && route === call.route);
    const global = limits.perSecond === undefined || isOfInteraction(call) ? undefined : windowFor('global', limits.perSecond, 1000);
    return [
      ...(global ? [{ window: global, scope: 'global' as const }] : []),
      ...(rule ? [{ window: windowFor(bucketKey(call), rule.requests, rule.perMs), scope: 'user' as const }] : []),
    ];
  }

  return {
    impatient,
    limit(call, seconds, scope) {
      const key = scope === 'global' ? 'global' : bucketKey(call);
      pausedUntil.set(key, { atMs: clock.now() + seconds * 1000, scope });
      return refuse(call, seconds, scope);
    },
    check(call) {
      const pause = pauseOf(call);
      if (pause) {
        impatient.push({ method: call.method, route: call.route, earlyByMs: pause.leftMs });
        return refuse(call, pause.leftMs / 1000, pause.scope);
      }
      const counted = windowsOf(call);
      const full = counted.find(({ window }) => window.used >= window.limit);
      if (full) return refuse(call, (full.window.endsAtMs - clock.now()) / 1000, full.scope);
      for (const { window } of counted) window.used++;
      return undefined;
    },
    headers(call) {
      const window = windows.get(bucketKey(call));
      if (!window) return {};
      return bucketHeaders(clock, call, {
        limit: window.limit,
        left: window.limit - window.used,
        seconds: Math.max(0, (window.endsAtMs - clock.now()) / 1000),
      });
    },
  };
}

/** A bucket is a route, apart for each channel, guild and webhook token. */
function bucketKey({ method, route, params }: PacedCall): string {
  const major = params['channel.id'] ?? params['guild.id'] ?? params['interaction.token'] ?? '';
  return `${method} ${route} ${major}`;
}

function bucketHeaders(
  clock: Clock,
  { method, route }: PacedCall,
  { limit, left, seconds }: { readonly limit: number; readonly left: number; readonly seconds: number },
): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': String(clock.now() / 1000 + seconds),
    'x-ratelimit-reset-after': seconds.toFixed(3),
    // The same for all channels: a bucket's name does not hold what it is apart for.
    'x-ratelimit-bucket': Buffer.from(`${method} ${route}`).toString('hex').slice(-32),
  };
}
