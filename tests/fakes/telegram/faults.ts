/** What can go wrong between a bot and Telegram. `before` and `after`: whether the server had done what was asked. */
export type Fault =
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number }
  | { readonly kind: 'refused'; readonly code: number; readonly description: string }
  | { readonly kind: 'bad-gateway' }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' }
  | { readonly kind: 'malformed-json' }
  | { readonly kind: 'slow'; readonly ms: number };

/** The faults by name, in Telegram's wording. */
export const faults = {
  tooManyRequests: (retryAfterSeconds: number): Fault => ({ kind: 'too-many-requests', retryAfterSeconds }),
  internalError: { kind: 'refused', code: 500, description: 'Internal Server Error' },
  /** 502 with a page of HTML, as the server in front of Telegram's answers. */
  badGateway: { kind: 'bad-gateway' },
  unauthorized: { kind: 'refused', code: 401, description: 'Unauthorized' },
  notFound: { kind: 'refused', code: 404, description: 'Not Found' },
  otherPoller: {
    kind: 'refused',
    code: 409,
    description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  },
  refused: (code: number, description: string): Fault => ({ kind: 'refused', code, description }),
  resetBefore: { kind: 'reset', when: 'before' },
  resetAfter: { kind: 'reset', when: 'after' },
  hangBefore: { kind: 'hang', when: 'before' },
  hangAfter: { kind: 'hang', when: 'after' },
  malformedJson: { kind: 'malformed-json' },
  slow: (ms: number): Fault => ({ kind: 'slow', ms }),
} as const satisfies Record<string, Fault | ((argument: number, text: string) => Fault)>;

export interface FaultPlan {
  readonly fault: Fault;
  /** Every method, unless one (or some) is named. */
  readonly method?: string | readonly string[];
  readonly chat?: { readonly id: number };
  /** How often it strikes; once, unless a probability is given. */
  readonly times?: number;
  /** Strikes by chance, in [0, 1], the same way for the same seed. */
  readonly probability?: number;
  readonly seed?: number;
}

export interface FaultPlans {
  readonly add: (plan: FaultPlan) => void;
  readonly clear: () => void;
  /** The fault that strikes this call, if any; the oldest plan first. */
  next(method: string, chatId: number): Fault | undefined;
}

export function createFaultPlans(): FaultPlans {
  let plans: { readonly plan: FaultPlan; left: number; readonly random: () => number }[] = [];
  return {
    add(plan) {
      const always = plan.probability === undefined ? 1 : Number.POSITIVE_INFINITY;
      plans.push({ plan, left: plan.times ?? always, random: seededRandom(plan.seed ?? 1) });
    },
    clear() {
      plans = [];
    },
    next(method, chatId) {
      const striking = plans.find(({ plan, left, random }) => {
        const methods = plan.method === undefined ? [method] : [plan.method].flat();
        const matches = left > 0 && methods.includes(method) && (plan.chat === undefined || plan.chat.id === chatId);
        return matches && (plan.probability === undefined || random() < plan.probability);
      });
      if (!striking) return undefined;
      striking.left--;
      return striking.plan.fault;
    },
  };
}

/** Mulberry32: small, and good enough to strike calls evenly. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
