/** Leaves a field out rather than carrying `undefined` in it. */
export function defined<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, T>>;
}
