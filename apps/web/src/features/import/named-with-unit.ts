/** A channel as a file names it, with its unit where the name does not say it already. */
export const namedWithUnit = ({ name, unit }: { readonly name: string; readonly unit: string | null }): string =>
  unit === null || name.includes(unit) ? name : `${name} [${unit}]`
