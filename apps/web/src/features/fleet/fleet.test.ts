import { expect, test } from 'vitest'
import type { FleetSeries } from '../../graphql/series.ts'
import { createFleet } from './fleet.ts'

const series = (key: string): FleetSeries => ({
  id: key,
  key,
  title: null,
  description: null,
  attributes: [],
  channels: [{ name: 'value', position: 0, kind: 'GAUGE', unit: null, rateUnit: null, minimum: null, maximum: null }],
  interval: 1_000,
  intervalSource: 'DECLARED',
  step: { unit: 'MILLISECOND', text: 'every 1 s', timeZone: null },
  pointCount: 2,
  firstAt: new Date(1_000).toISOString(),
  lastAt: new Date(2_000).toISOString(),
  freshness: { state: 'LIVE', lastAt: null, expectedBy: null },
  detector: 'ZSCORE',
  alarmRules: { direction: 'BOTH', leastAbsolute: 0, leastRelative: 0, rest: 150 },
  forecaster: null,
  generator: null,
  points: { times: [1_000, 2_000], values: [[1, 2]] },
  anomalySummary: { medium: 0, high: 0, critical: 0 },
  health: null,
})

test('only the rows that changed are told, once for however many points', () => {
  const fleet = createFleet()
  fleet.load([series('a'), series('b')])
  const told: string[] = []
  fleet.subscribe('a', () => told.push('a'))
  fleet.subscribe('b', () => told.push('b'))
  fleet.append('a', [3_000], [[3]])
  fleet.append('a', [4_000, 5_000], [[4, null]])
  expect(told).toEqual([])
  fleet.publish()
  expect(told).toEqual(['a'])
  expect(fleet.row('a')).toMatchObject({ newest: 5_000, pointCount: 5, values: [[1, 2, 3, 4, Number.NaN]] })
})

test('points that were delivered before change nothing', () => {
  const fleet = createFleet()
  fleet.load([series('a')])
  fleet.append('a', [1_000, 2_000, 3_000], [[9, 9, 3]])
  fleet.publish()
  expect(fleet.row('a')).toMatchObject({ values: [[1, 2, 3]], pointCount: 3 })
})

test('a row holds sixty points, and its anomalies are counted', () => {
  const fleet = createFleet()
  fleet.load([series('a')])
  const places = Array.from({ length: 200 }, (_, i) => i)
  fleet.append(
    'a',
    places.map(i => 3_000 + i),
    [places],
  )
  fleet.found('a', 'HIGH')
  fleet.found('gone', 'HIGH')
  fleet.publish()
  expect(fleet.row('a')?.values[0]).toHaveLength(60)
  expect(fleet.row('a')?.anomalies.HIGH).toBe(1)
})

test('points that come while the series are read stay on top of what was read, once each', () => {
  const fleet = createFleet()
  fleet.load([series('a')])
  fleet.beginReading()
  fleet.append('a', [2_000, 3_000], [[2, 3]])
  fleet.append('a', [4_000], [[4]])
  const read = { ...series('a'), lastAt: new Date(3_000).toISOString(), pointCount: 3 }
  fleet.load([{ ...read, points: { times: [1_000, 2_000, 3_000], values: [[1, 2, 3]] } }, series('b')])
  expect(fleet.row('a')).toMatchObject({ values: [[1, 2, 3, 4]], pointCount: 4, newest: 4_000 })
  fleet.load([series('a')])
  expect(fleet.row('a')).toMatchObject({ pointCount: 2 })
})

test('only an anomaly that comes while the series are read leaves open whether it was counted', () => {
  const fleet = createFleet()
  fleet.beginReading()
  expect(fleet.load([series('a')])).toEqual({ uncertain: false })
  fleet.found('a', 'HIGH')
  fleet.beginReading()
  fleet.append('a', [3_000], [[3]])
  expect(fleet.load([series('a')])).toEqual({ uncertain: false })
  fleet.beginReading()
  fleet.found('a', 'HIGH')
  expect(fleet.load([series('a')])).toEqual({ uncertain: true })
})
