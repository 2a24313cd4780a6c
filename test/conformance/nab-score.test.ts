import { describe, expect, test } from 'vitest'
import { averagePrecision, type NabFile, nabScore, nabScoreAt, probation, profiles } from '../bench/nab-score.ts'

const [standard, lowFp, lowFn] = profiles as [
  (typeof profiles)[number],
  (typeof profiles)[number],
  (typeof profiles)[number],
]
const rows = 1_000
const file = (...windows: [number, number][]): NabFile => ({
  name: 'made up',
  values: new Float64Array(rows),
  times: new Float64Array(rows),
  windows,
})
const alarmsAt = (...places: number[]) => {
  const output = new Float64Array(rows)
  for (const place of places) output[place] = 1
  return output
}

describe('nabScore', () => {
  test('silence is 0, the first row of every window is 100', () => {
    const two = file([300, 399], [700, 799])
    expect(nabScore([two], [new Float64Array(rows)], standard).score).toBe(0)
    for (const profile of profiles) expect(nabScore([two], [alarmsAt(300, 700)], profile).score).toBeCloseTo(100, 2)
  })

  test('an alarm late in its window is worth little, and only the best of a window counts', () => {
    const one = file([300, 399])
    const late = nabScore([one], [alarmsAt(399)], standard).score
    expect(late).toBeCloseTo(50 + 50 * ((2 / (1 + Math.exp(-0.05)) - 1) / 0.98661), 9)
    expect(nabScore([one], [alarmsAt(350, 399)], standard).score).toBe(nabScore([one], [alarmsAt(350)], standard).score)
  })

  test('a false alarm costs its weight, less just behind a window, none in probation', () => {
    const one = file([300, 399])
    const cost = (place: number, profile = standard) => 100 - nabScore([one], [alarmsAt(300, place)], profile).score
    expect(probation(rows)).toBe(150)
    expect(cost(149)).toBeCloseTo(0, 2)
    expect(cost(200)).toBeCloseTo(50 * 0.11, 2)
    expect(cost(900)).toBeCloseTo(50 * 0.11, 2)
    expect(cost(900, lowFp)).toBeCloseTo(50 * 0.22, 2)
    expect(cost(900, lowFn)).toBeCloseTo((100 / 3) * 0.11, 2)
    expect(cost(409)).toBeCloseTo(50 * 0.11 * (1 - 2 / (1 + Math.exp((5 * 10) / 99))), 2)
  })

  test('at a threshold settled beforehand, rows above it are alarms and no others', () => {
    const one = file([300, 399])
    const output = alarmsAt(300).map(score => 3.1 * score)
    output[500] = 3
    expect(nabScoreAt([one], [output], standard, 3)).toBeCloseTo(100, 2)
    expect(nabScoreAt([one], [output], standard, 2)).toBe(nabScore([one], [alarmsAt(300, 500)], standard).score)
    expect(nabScoreAt([one], [output], lowFn, 4)).toBe(0)
  })

  test('one threshold serves all files, and the best is taken', () => {
    const outputs = [alarmsAt(300).map(score => 0.9 * score), alarmsAt(500).map(score => 0.4 * score)]
    expect(nabScore([file([300, 399]), file()], outputs, standard)).toMatchObject({ threshold: 0.9 })
  })
})

test('average precision is 1 when no false alarm outranks a find, and a missed window counts 0', () => {
  const two = file([300, 399], [700, 799])
  expect(averagePrecision([two], [alarmsAt(310, 750)])).toBe(1)
  expect(averagePrecision([two], [alarmsAt(310)])).toBe(0.5)
  expect(averagePrecision([two], [alarmsAt(310, 600)])).toBe(0.25)
})
