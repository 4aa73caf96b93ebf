import { z } from 'zod';

/** The type of OpenCC's converter; its own declarations do not resolve under Node's module rules. */
export const conversion = z.custom<(text: string) => string>((value) => typeof value === 'function');
