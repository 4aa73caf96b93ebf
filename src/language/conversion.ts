import { z } from 'zod';

/** OpenCC's converter as what it is; its own type declarations do not resolve under Node's module rules. */
export const conversion = z.custom<(text: string) => string>((value) => typeof value === 'function');
