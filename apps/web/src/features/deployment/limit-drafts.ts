import type { RolloutLimits } from '../../graphql/deployment.ts'

/** Limits that are one number, by how a person writes them: so many of the field's unit make one of the API's. */
export const numericLimits = {
  hold: 1 / 60_000,
  fewestPoints: 1,
  leastAgreement: 100,
  mostExtraFlags: 100,
  mostFalse: 100,
  mostFailures: 100,
  mostLatency: 1,
  mostError: 1,
} as const satisfies Partial<Record<keyof RolloutLimits, number>>

export type NumericLimit = keyof typeof numericLimits
export type WrittenLimit = NumericLimit | 'steps'
/** As written in the fields of a form. */
export type LimitDrafts = Readonly<Record<WrittenLimit, string>>

const names = Object.keys(numericLimits) as NumericLimit[]
const written = (value: number) => String(Number(value.toPrecision(12)))

export function draftsOfLimits(limits: RolloutLimits): LimitDrafts {
  const numbers = Object.fromEntries(names.map(name => [name, written(limits[name] * numericLimits[name])]))
  return {
    ...(numbers as Record<NumericLimit, string>),
    steps: limits.steps.map(step => written(100 * step)).join(', '),
  }
}

export type LimitNumbers = Pick<RolloutLimits, NumericLimit | 'steps'>

/** The limits as the API has them, and the fields that hold no number: with any of these, nothing is to be sent. */
export function readLimitDrafts(drafts: LimitDrafts): { limits: LimitNumbers; unreadable: readonly WrittenLimit[] } {
  const numbers = names.map(name => [name, numberIn(drafts[name]) / numericLimits[name]] as const)
  const steps = drafts.steps.split(',').map(step => numberIn(step) / 100)
  const unreadable: WrittenLimit[] = numbers.filter(([, value]) => Number.isNaN(value)).map(([name]) => name)
  if (steps.some(Number.isNaN)) unreadable.push('steps')
  const exact = (value: number) => Number(value.toPrecision(12))
  const read = Object.fromEntries(numbers.map(([name, value]) => [name, exact(value)])) as Record<NumericLimit, number>
  return { limits: { ...read, steps: steps.map(exact) }, unreadable }
}

const numberIn = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
