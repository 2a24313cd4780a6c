import { judge, noForecasts } from '@seriema/ml/detection/judge'
import { detectorOf } from '@seriema/ml/scorers/registry'
import { expect, test } from 'vitest'
import { withinBudget } from './within-budget.ts'

const ensemble = detectorOf('ensemble')

/** The ensemble over so many points of two channels. */
function work(count: number) {
  const values = Float64Array.from(
    { length: count },
    (_, i) => 10 * Math.sin(i / 9) + (Math.imul(i + 1, 2_654_435_761) >>> 30),
  )
  const points = { times: Float64Array.from(values.keys()), channels: [values, values] }
  return judge(ensemble, [ensemble.initial(), ensemble.initial()], points, noForecasts)
}

test('other work goes on meanwhile', async () => {
  let turns = 0
  const other = setInterval(() => turns++, 0)
  await withinBudget(work(30_000), 1e9)
  clearInterval(other)
  expect(turns).toBeGreaterThan(3)
})

test('work is told once that its time is over, and what it does then is its own affair', async () => {
  await expect(withinBudget(work(30_000), 5)).rejects.toMatchObject({ code: 'TIMED_OUT' })
  let told = 0
  const stubborn = (function* () {
    for (let i = 0; i < 5; i++)
      try {
        yield
      } catch {
        told++
      }
    return 'done'
  })()
  expect(await withinBudget(stubborn, 0)).toBe('done')
  expect(told).toBe(1)
})
