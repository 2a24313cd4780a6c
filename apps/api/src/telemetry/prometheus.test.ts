import { expect, test } from 'vitest'
import { createBusiest } from './prometheus/busiest.ts'
import { createTimings } from './prometheus/timings.ts'
import { createPrometheus } from './prometheus.ts'

test('times are told of the versions used last; those of others add up under one name, and none is lost', async () => {
  const timings = createTimings('seriema_some_seconds', 'Some.', [0.001, 0.1], 2)
  timings.record('ridge', null, 0.5)
  for (const version of [1, 2, 3, 4, 4, 3]) timings.record('lstm', version, 50)
  timings.record('lstm', 4, 5_000)
  const text = await createPrometheus().render([timings.figure])
  const counts = [...text.matchAll(/_count\{kind="(\w+)",version="(\w*)"\} (\d+)/g)].map(([, ...told]) =>
    told.join(' '),
  )
  expect(counts.sort()).toEqual(['lstm 3 2', 'lstm 4 3', 'lstm other 2', 'ridge  1'])
  expect(text).toContain('seriema_some_seconds_bucket{kind="ridge",version="",le="0.001"} 1\n')
  expect(text).toContain('seriema_some_seconds_bucket{kind="lstm",version="4",le="0.1"} 2\n')
  expect(text).toContain('seriema_some_seconds_bucket{kind="lstm",version="4",le="+Inf"} 3\n')
  expect([...timings.versions].sort()).toEqual([3, 4])
})

test('who was busy long ago makes room for who is busy now', () => {
  let now = 0
  const busiest = createBusiest(1, () => now)
  const told = () => busiest.figures[0]!.values.map(({ labels, value }) => `${labels.series} ${value}`)
  busiest.add('before', 1_000, 0)
  busiest.add('now', 10, 1)
  expect(told()).toEqual(['before 1000'])
  now += 12 * 3_600_000
  busiest.add('now', 10, 1)
  expect(told()).toEqual(['now 20'])
})

test('a name that a user gave cannot become another line', async () => {
  const series = 'a"} 1\nseriema_made_up 7\\'
  const text = await createPrometheus().render([
    { name: 'seriema_some', help: 'Some.', type: 'gauge', values: [{ labels: { series }, value: 1 }] },
  ])
  expect(text.split('\n').filter(line => !line.startsWith('#') && line !== '')).toEqual([
    'seriema_some{series="a\\"} 1\\nseriema_made_up 7\\\\"} 1',
  ])
})
