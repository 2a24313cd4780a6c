const space = "'’ \\u00a0\\u202f\\u2009_"
const exponent = '(?:[eE][+-]?\\d+)?'

/** One kind of group sign in a number, three digits between two of them or, as in India, two before the last three. */
const shapes = [
  { decimal: '.', other: ',' },
  { decimal: ',', other: '.' },
].map(({ decimal, other }) => ({
  plain: new RegExp(`^(?:\\d+\\${decimal}?\\d*|\\${decimal}\\d+)${exponent}$`),
  grouped: new RegExp(`^(?!0)\\d{1,3}(?:([${other}${space}])\\d{3})(?:\\1\\d{3})*(?:\\${decimal}\\d+)?$`),
  indian: new RegExp(`^(?!0)\\d{1,2}(?:\\${other}\\d{2})+\\${other}\\d{3}(?:\\${decimal}\\d+)?$`),
}))
const signs = new RegExp(`[.,${space}]`, 'g')

/**
 * The number that unsigned digits with their signs stand for, as text that `Number` reads; null where they stand for none
 * under that decimal sign. A group never begins with 0: `0,125` is no thousand.
 */
export function readDigits(digits: string, decimalComma: boolean): string | null {
  const { plain, grouped, indian } = shapes[decimalComma ? 1 : 0]!
  if (plain.test(digits)) return decimalComma ? digits.replace(',', '.') : digits
  if (!grouped.test(digits) && !indian.test(digits)) return null
  const at = digits.lastIndexOf(decimalComma ? ',' : '.')
  if (at === -1) return digits.replace(signs, '')
  return `${digits.slice(0, at).replace(signs, '')}.${digits.slice(at + 1)}`
}
