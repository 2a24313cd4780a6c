const prefixed =
  'Wh|W|VAh|VArh|VAr|varh|var|VA|V|Ah|A|Hz|J|Pa|bar|N|g|m|s|l|L|mol|lx|lm|Ω|ohm|Ohm|F|S|K|B|bit|bps|b|eV|cal|t|Bq|Sv'
const whole =
  '%|‰|°C|°F|°|º ?C|℃|℉|[Dd]eg\\.? ?[CFK]|[Dd]egrees?|C|min|sec|hr?|hours?|d|days?|a|yr|ppm|ppb|psi|inHg|mmHg|mWS|ft|in|inch|mi|mph|kph|kn|kt|knots?|rpm|RPM|dB[Am]?|pH|NTU|PSU|lux|' +
  'EUR|USD|GBP|BRL|CHF|JPY|INR|SEK|NOK|DKK|PLN|CZK|CNY|CAD|AUD|R\\$|US\\$|\\$|€|£|¥|₹|ct|cents?|pcs|[kKMm]wh|kw|KWH|MWH|KWh|un|Stk|Stück|units?|items?|vehicles?'
const atom = `(?:(?:[TGMkhdcmµμn]|da)?(?:${prefixed})|${whole})(?:\\^?-?[23]|[²³]|⁻[¹²³]|-1)?`
const unit = new RegExp(`^${atom}(?: ?[/·*.] ?${atom}| per ${atom}| ${atom})*$`)

/** Whether a text is a unit of measure or a currency. */
export const isUnit = (text: string): boolean => text.length <= 24 && unit.test(text)

/** The unit that a column's name bears: `Leistung [kW]`, `Price (EUR/MWh)`, `Temp, °C (S/N: 1)`; null for none. */
export function unitOfName(name: string): string | null {
  const bracket = /[[<{]([^[\]<>{}]{1,24})[\]>}]/.exec(name)
  if (bracket !== null && (isUnit(bracket[1]!.trim()) || /^[^\s\d]{1,10}$/.test(bracket[1]!))) return bracket[1]!.trim()
  for (const [, text] of name.matchAll(/\(([^()]{1,24})\)/g)) if (isUnit(text!.trim())) return text!.trim()
  const behind = /[,;/:] ?([^,;:()[\]]{1,16}?)(?: ?\(.*)?$/.exec(name)?.[1]?.trim()
  if (behind !== undefined && isUnit(behind)) return behind
  const joined = /_([A-Za-z0-9%]{1,6})$/.exec(name)?.[1]
  if (joined !== undefined && joinedUnit.test(joined)) return joined
  const last = /\s(\S{1,12})$/.exec(name)?.[1]
  return last !== undefined && plainUnit.test(last) && isUnit(last) ? last : null
}

/** What a name joined by underscores ends with by no chance: `power_kW`, and no `temp_min`. */
const joinedUnit =
  /^(?:[kMG]?Wh?|[kK][wW]h|MVA|kVA|kvar|[hk]Pa|mbar|degC|degF|mm|cm|km|kmh|kph|mph|rpm|Hz|[km]g|ppm|ppb|lux|m3|m3h|mV|kV|mA|pct|EUR|USD|BRL|GBP)$/

/** What is no word of a name by chance: `Consumo MWh`, `rain mm`, `Change %`. */
const plainUnit = /^(?:%|‰|mm|cm|km|kg|mbar|bar|.*[a-zA-Zµ°%€$].*[A-Z°³²/].*|°C|°F|[kMGT]W|m[³²/].*)$/

const powers: Readonly<Record<string, number>> = {
  T: 12,
  G: 9,
  M: 6,
  k: 3,
  K: 3,
  '': 0,
  c: -2,
  m: -3,
  µ: -6,
  μ: -6,
  n: -9,
}

/**
 * The power of ten that turns a value in `from` into one in `to`: both the same unit with other prefixes, such as W and kW.
 * null where they are not.
 */
export function powerBetween(from: string, to: string): number | null {
  for (const [a, basis] of partings(from)) for (const [b, other] of partings(to)) if (basis === other) return a - b
  return null
}

const scalable = new RegExp(`^(?:${prefixed})(?:/.*)?$`)
const partings = (text: string): (readonly [number, string])[] =>
  [['', text] as const, [text.slice(0, 1), text.slice(1)] as const].flatMap(([prefix, basis]) =>
    powers[prefix] !== undefined && scalable.test(basis) ? [[powers[prefix], basis] as const] : [],
  )

const binary = /^([KMGT])i(B|bit|b)(\/s|ps)?$/
const kibis = 'KMGT'

/** The power of 1,024 that turns a value in `from` into one in `to`, as MiB and GiB; null where they are no such units. */
export function binaryBetween(from: string, to: string): number | null {
  const [a, b] = [binary.exec(from), binary.exec(to)]
  if (a === null || b === null || a[2] !== b[2] || a[3] !== b[3]) return null
  return kibis.indexOf(a[1]!) - kibis.indexOf(b[1]!)
}
