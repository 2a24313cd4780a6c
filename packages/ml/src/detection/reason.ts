import type { Expectation } from '../contract/detector.ts'
import type { PointScore } from '../contract/scorer.ts'
import { highestScore } from '../contract/scorer.ts'

/**
 * One sentence for a person: `12.4 °C is 4.2 σ above the mean 8.1 °C of the last 50 points`. Numbers carry enough digits
 * to tell value and expectation apart.
 */
export function reasonFor(value: number, found: PointScore, expectation: Expectation, unit = ''): string {
  const { expected, score } = found
  const digits = digitsFor(value, expected)
  const written = (x: number) => plain(x, digits) + (unit === '' ? '' : ` ${unit}`)
  if (expectation.kind === 'usual') {
    return value < found.lower || value > found.upper
      ? `${written(value)} is outside what is usual in this series, ${written(found.lower)} to ${written(found.upper)}`
      : `${written(value)} makes a pattern rarely seen in this series, whose usual value is ${written(expected)}`
  }
  const side = value < expected ? 'below' : 'above'
  const distance = score >= highestScore ? 'far' : `${score < 100 ? score.toFixed(1) : Math.round(score)} σ`
  const what = comparison(expectation, written(expected))
  return `${written(value)} is ${distance} ${side} ${what}`
}

function comparison(expectation: Exclude<Expectation, { kind: 'usual' }>, expected: string): string {
  switch (expectation.kind) {
    case 'mean':
    case 'median':
      return `the ${expectation.kind} ${expected} of the last ${expectation.window} points`
    case 'trained':
      return `the ${expectation.by} ${expected} of its training data`
    case 'line':
      return `the ${expected} that the last ${expectation.window} points lead to`
    case 'place':
      return `the usual ${expected}`
    case 'forecast':
      return `the ${expected} that ${expectation.forecaster} had forecast`
  }
}

/** Significant digits that show the difference, at least three and at most fifteen. */
function digitsFor(value: number, expected: number): number {
  const size = Math.max(Math.abs(value), Math.abs(expected))
  const gap = Math.abs(value - expected)
  if (!(size > 0) || !(gap > 0)) return 3
  return Math.min(15, Math.max(3, Math.ceil(Math.log10(size / gap)) + 2))
}

function plain(x: number, digits: number): string {
  const size = Math.abs(x)
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return x.toExponential(Math.max(0, digits - 1))
  return String(Number(x.toPrecision(digits)))
}
