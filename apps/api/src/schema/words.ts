/** Bounds as the manual writes them: `1 to 1,000,000`. */
export const between = ([least, most]: readonly [number, number]): string => `${counted(least)} to ${counted(most)}`

export const counted = (count: number): string => count.toLocaleString('en')
