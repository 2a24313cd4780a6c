/** A kind as it can be read while its title is not known: SEASONAL_NAIVE is “Seasonal naive”. */
export function kindInWords(kind: string): string {
  const words = kind.toLowerCase().replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
