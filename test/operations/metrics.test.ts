import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { startApi } from '../harness.ts'
import { ask } from '../live/subscriber.ts'
import { createSeries, ingest } from '../training.ts'
import { startPrometheus } from './metrics/prometheus.ts'
import {
  dashboardQueries,
  deploy,
  isHere,
  metricsOf,
  namesIn,
  sample,
  watchedProduct,
} from './metrics/watched-product.ts'

const prometheus = isHere('prometheus') && isHere('promtool')

test('/metrics tells what happened, in the words of the product and never in those of a caller', async () => {
  const { url, points } = await watchedProduct()
  await metricsOf(url)
  const text = await metricsOf(url)
  const value = (name: string) => sample(text, name)
  expect(value('seriema_points_stored_total')).toBe(points)
  expect(value('seriema_series_points_total{series="pump"}')).toBe(points)
  expect(value('seriema_series_anomalies_total{series="pump"}')).toBeGreaterThan(0)
  expect(value('seriema_trainings_finished_total{kind="ridge",outcome="completed"}')).toBe(1)
  expect(value('seriema_training_duration_seconds_count{kind="ridge",version=""}')).toBe(1)
  expect(text).toMatch(/seriema_version_info\{version="\d+",name="v1",kind="ridge",role="forecast",scope="pump"\} 1/)
  expect(value('seriema_trainings{state="queued"}')).toBe(0)
  expect(value('seriema_rollout_decisions_total{action="promote",role="watch",by="hand"}')).toBe(1)
  expect(value('seriema_canary_share_ratio{scope="pump",role="watch",slot="canary",kind="robust",version=""}')).toBe(
    0.25,
  )
  expect(value('seriema_refusals_total{field="deleteSeries",code="SERIES_NOT_FOUND"}')).toBe(1)
  expect(value('seriema_operation_errors_total{operation="invalid",type="unknown",code="GRAPHQL"}')).toBe(1)
  expect(value('seriema_operation_duration_seconds_count{operation="several",type="query",outcome="ok"}')).toBe(1)
  expect(value('seriema_operation_duration_seconds_count{operation="trainModel",type="mutation",outcome="ok"}')).toBe(1)
  expect(text).toMatch(/seriema_inference_duration_seconds_count\{kind="[a-z-]+",version=""\} [1-9]/)
  expect(text).toMatch(/seriema_scoring_duration_seconds_count\{kind="ensemble",version=""\} [1-9]/)
  expect(value('seriema_database_up')).toBe(1)
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  expect(text).not.toMatch(/theirs/i)

  const named = new Set([...namesIn(text), 'up'])
  const rules = readFileSync(join(deploy, 'prometheus/seriema.rules.yml'), 'utf8')
  const asked = [...dashboardQueries('seriema'), rules].flatMap(query =>
    [...query.matchAll(/(?<![\w:"])(?:seriema|process|nodejs)_\w+|(?<![\w"])up(?=[{ =])/g)].map(([name]) => name),
  )
  expect(asked.length).toBeGreaterThan(80)
  expect([...new Set(asked)].filter(name => !named.has(name))).toEqual([])
}, 300_000)

test.skipIf(!prometheus)(
  'the rules are as Prometheus wants them, and fire when they are to (needs prometheus)',
  () => {
    const folder = join(deploy, 'prometheus')
    for (const [kind, ...files] of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'seriema.rules.yml'],
      ['test', 'rules', 'seriema.rules.test.yml'],
    ]) {
      const { status, stderr, stdout } = spawnSync('promtool', [kind!, ...files], { cwd: folder, encoding: 'utf8' })
      expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
    }
  },
  60_000,
)

test.skipIf(!prometheus)(
  'a real Prometheus scrapes the product, and answers every query of the dashboards (needs prometheus)',
  async () => {
    const { url, points } = await watchedProduct()
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: await metricsOf(url), encoding: 'utf8' })
    expect({ status: checked.status, said: checked.stdout + checked.stderr }).toEqual({ status: 0, said: '' })

    const { figureOf, query, rules } = await startPrometheus(url)
    expect(
      await until(async () => (await figureOf('seriema_points_stored_total{job="seriema"}')) === points, 30_000),
    ).toBe(true)
    expect(await figureOf('up{job="seriema"}')).toBe(1)
    const queries = dashboardQueries('seriema')
    expect(queries.length).toBeGreaterThan(50)
    for (const text of queries)
      expect({ text, status: (await query(text)).status }).toEqual({ text, status: 'success' })
    // A rule is sound once it was evaluated.
    expect(await until(async () => (await rules()).every(({ health }) => health === 'ok'), 20_000)).toBe(true)
    expect((await rules()).length).toBeGreaterThan(10)
  },
  180_000,
)

test.skipIf(!prometheus)(
  'a real Prometheus scrapes an API that asks who calls, by a key in a file, and is refused without (needs prometheus)',
  async () => {
    const api = await startApi({ access: 'on' })
    onTestFinished(() => api.close())
    const key = await api.app.access.keys.issue(
      { name: 'prometheus', grants: [{ role: 'viewer', only: null }], expiresAt: null },
      'a test',
    )
    const known = await startPrometheus(api.url, key.secret)
    const unknown = await startPrometheus(api.url)
    expect(await until(async () => (await known.figureOf('seriema_series')) === 0, 30_000)).toBe(true)
    expect(await until(async () => (await unknown.figureOf('up')) === 0, 30_000)).toBe(true)
  },
  90_000,
)

test('of many series only the busiest are told, and a canary that has ended is told no more', async () => {
  const api = await startApi({ metrics: { series: 2, versions: 2 } })
  onTestFinished(() => api.close())
  const begin = Date.UTC(2026, 0, 1)
  for (const [key, count] of [
    ['few', 2],
    ['most', 40],
    ['many', 20],
  ] as const) {
    await createSeries(api.url, key)
    const times = Array.from({ length: count }, (_, i) => begin + i * 1_000)
    await ingest(api.url, key, { times, values: [times.map(() => 1)] })
  }
  const change = (name: string, more = '') =>
    ask(
      api.url,
      `mutation { ${name}(input: { scope: { series: "most" }, role: WATCH, slot: CANARY ${more} }) { __typename } }`,
    )
  const canary = 'seriema_canary_share_ratio{scope="most",role="watch",slot="canary",kind="robust",version=""}'
  await change('deployVersion', ', kind: ROBUST, share: 0.25')
  const text = await metricsOf(api.url)
  expect(sample(text, canary)).toBe(0.25)
  const told = text.matchAll(/seriema_series_points_total\{series="(\w+)"\} (\d+)/g)
  expect([...told].map(([, key, count]) => [key, count])).toEqual([
    ['most', '40'],
    ['many', '20'],
  ])
  await change('endDeployment')
  expect(await until(async () => sample(await metricsOf(api.url), canary) === null, 10_000)).toBe(true)
})

test('/metrics answers while the database is away, and says so', async () => {
  const database = await startDatabase()
  const api = await startApi({ databaseUrl: database.url })
  onTestFinished(() => api.close().catch(() => {}))
  expect(sample(await metricsOf(api.url), 'seriema_database_up')).toBe(1)
  await database.drop()
  expect(await until(async () => sample(await metricsOf(api.url), 'seriema_database_up') === 0, 20_000)).toBe(true)
  expect(sample(await metricsOf(api.url), 'seriema_points_stored_total')).toBe(0)
})
