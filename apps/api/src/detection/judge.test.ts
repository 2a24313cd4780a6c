import { detecting } from '@seriema/ml/scorers/detectors'
import { expect, test } from 'vitest'
import { judgeByScorer } from './judge.ts'

const { ensemble } = detecting
const fresh = () => [ensemble.initial(ensemble.defaults), ensemble.initial(ensemble.defaults)]
const points = (count: number) => ({
  times: Float64Array.from({ length: count }, (_, i) => i * 1_000),
  channels: [0, 1].map(channel =>
    Float64Array.from({ length: count }, (_, i) => {
      const noise = ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 500
      return i % 11 === 3 ? Number.NaN : 10 * Math.sin(i / 9 + channel) + noise + (i === 900 ? 80 : 0)
    }),
  ),
})

test('finds the same in pieces as in one go, and names the values nothing could be said of', async () => {
  const batch = points(1_000)
  const { flagged, silent, spoke, fell } = await judgeByScorer('ensemble', fresh(), batch, 1e9)
  batch.channels.forEach((values, channel) => {
    const whole = ensemble.scoreColumn(fresh()[0]!, values)
    expect(flagged[channel]!.map(({ index, found }) => ({ index, ...found }))).toEqual(whole.flagged)
    const mute = values.map((value, i) => (!Number.isNaN(value) && Number.isNaN(whole.scores[i]!) ? 1 : 0))
    expect(Array.from(silent[channel]!)).toEqual(Array.from(mute))
  })
  const present = batch.channels.flatMap(values => [...values].filter(value => !Number.isNaN(value))).length
  expect(spoke + fell).toBe(present)
  expect(fell).toBeGreaterThan(200)
})

test('lets other work go on meanwhile, and stops when its time is over', async () => {
  let turns = 0
  const other = setInterval(() => turns++, 0)
  await judgeByScorer('ensemble', fresh(), points(30_000), 1e9)
  clearInterval(other)
  expect(turns).toBeGreaterThan(3)
  await expect(judgeByScorer('ensemble', fresh(), points(30_000), 5)).rejects.toMatchObject({ code: 'TIMED_OUT' })
})
