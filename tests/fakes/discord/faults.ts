import { type DiscordApiError, type RefusalName, refusals } from './api-error.js';

export type LimitScope = 'user' | 'shared' | 'global';

/** What can go wrong between a bot and Discord's REST. `before` and `after`: whether the server had done what was asked. */
export type Fault =
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number; readonly scope: LimitScope }
  | { readonly kind: 'refused'; readonly status: number; readonly code: number; readonly message: string }
  | { readonly kind: 'bad-gateway' }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' }
  | { readonly kind: 'malformed-json' }
  | { readonly kind: 'slow'; readonly ms: number };

/** The faults by name, in Discord's wording. */
export const faults = {
  tooManyRequests: (retryAfterSeconds: number, scope: LimitScope = 'user'): Fault => ({
    kind: 'too-many-requests',
    retryAfterSeconds,
    scope,
  }),
  internalError: { kind: 'refused', status: 500, code: 0, message: '500: Internal Server Error' },
  unavailable: { kind: 'refused', status: 503, code: 0, message: '503: Service Unavailable' },
  /** 502 with a page of HTML, as the server in front of Discord's answers. */
  badGateway: { kind: 'bad-gateway' },
  /** One of Discord's refusals by name, whatever the state of things: `faults.refusal('missingPermissions')`. */
  refusal(name: Exclude<RefusalName, 'tooManyCommands'>): Fault {
    const { status, code, text }: DiscordApiError = refusals[name]();
    return { kind: 'refused', status, code, message: text };
  },
  refused: (status: number, code: number, message: string): Fault => ({ kind: 'refused', status, code, message }),
  resetBefore: { kind: 'reset', when: 'before' },
  resetAfter: { kind: 'reset', when: 'after' },
  hangBefore: { kind: 'hang', when: 'before' },
  hangAfter: { kind: 'hang', when: 'after' },
  malformedJson: { kind: 'malformed-json' },
  slow: (ms: number): Fault => ({ kind: 'slow', ms }),
} as const;

export interface FaultPlan {
  readonly fault: Fault;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A route (or some) as the documentation writes it: `/channels/{channel.id}/messages`. Every route, unless named. */
  readonly route?: string | readonly string[];
  readonly channel?: { readonly id: string };
  /** How often it strikes; once, unless a probability is given. */
  readonly times?: number;
  /** Strikes by chance, in [0, 1], the same way for the same seed. */
  readonly probability?: number;
  readonly seed?: number;
}

export interface FaultTarget {
  readonly method: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface FaultPlans {
  /** @throws when the plan names a route that the fake does not have, and so could never strike */
  readonly add: (plan: FaultPlan) => void;
  readonly clear: () => void;
  /** The fault that strikes this request, if any; the oldest plan first. */
  next(target: FaultTarget): Fault | undefined;
}

export function createFaultPlans(routes: readonly string[]): FaultPlans {
  let plans: { readonly plan: FaultPlan; left: number; readonly random: () => number }[] = [];
  return {
    add(plan) {
      const unknown = [plan.route ?? []].flat().find((route) => !routes.includes(route));
      if (unknown !== undefined) throw new Error(`The fake Discord has no route ${unknown}. It has ${[...new Set(routes)].join(', ')}.`);
      const always = plan.probability === undefined ? 1 : Number.POSITIVE_INFINITY;
      plans.push({ plan, left: plan.times ?? always, random: seededRandom(plan.seed ?? 1) });
    },
    clear() {
      plans = [];
    },
    next({ method, route, params }) {
      const striking = plans.find(({ plan, left, random }) => {
        if (left <= 0 || (plan.method ?? method) !== method) return false;
        if (plan.route !== undefined && ![plan.route].flat().includes(route)) return false;
        if (plan.channel !== undefined && plan.channel.id !== params['channel.id']) return false;
        return plan.probability === undefined || random() < plan.probability;
      });
      if (!striking) return undefined;
      striking.left--;
      return striking.plan.fault;
    },
  };
}

/** Mulberry32: small, and good enough to strike requests evenly. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
