import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { until } from '@seriema/api/store/embedded/wait'
import { onTestFinished } from 'vitest'
import { startDatabase } from '../../database.ts'
import { ask } from '../../live/subscriber.ts'
import { spawnApi } from '../../spawn.ts'
import { createModel, createSeries, hasEnded, ingest, training, trainModel, wave } from '../../training.ts'

export const deploy = resolve(import.meta.dirname, '../../../deploy')

/** Whether a program is here that a test needs. */
export const isHere = (program: string): boolean => spawnSync(program, ['--version']).status === 0

export const metricsOf = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text()

/** The value of a sample as it stands in the text, labels and all; null where there is none. */
export function sample(text: string, name: string): number | null {
  const line = text.split('\n').find(one => one.startsWith(`${name} `))
  return line === undefined ? null : Number(line.slice(name.length + 1))
}

/** Names of families, and of the samples of histograms. */
export function namesIn(text: string): ReadonlySet<string> {
  const families = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)]
  return new Set(
    families.flatMap(([, name, type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name!],
    ),
  )
}

/** Every query of every dashboard, with its variables put in. */
export function dashboardQueries(job: string): readonly string[] {
  const folder = join(deploy, 'grafana')
  const dashboards = readdirSync(folder).map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const queries: string[] = dashboards.flatMap(({ panels }) =>
    panels.flatMap((panel: { targets?: { expr: string }[] }) => (panel.targets ?? []).map(({ expr }) => expr)),
  )
  return queries.map(query => query.replaceAll('$job', job).replaceAll('$__rate_interval', '1m'))
}

/** A product of which there is something to tell of every kind: what came, stood out, was refused, tried out and trained. */
export async function watchedProduct(): Promise<{ readonly url: string; readonly points: number }> {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const { url, end } = await spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '1' })
  onTestFinished(() => end('SIGTERM').then(() => {}))
  await createSeries(url, 'pump')
  const { times, values } = wave(600)
  await ingest(url, 'pump', { times, values })
  await ingest(url, 'pump', { times: [times.at(-1)! + 3_600_000], values: [[1e6]] })
  await ask(url, '{ seriesByKey(key: "pump") { forecast(horizon: 6) { __typename } } }')
  await ask(
    url,
    'query TheirOwnWords { theirs: series(first: 1) { totalCount } more: seriesByKey(key: "pump") { key } }',
  )
  await ask(url, 'query TheirOwnWords { theirs: TheirOwnWords }').catch(() => {})
  await ask(url, '{ series(first: 100000) { totalCount } }').catch(() => {})
  await ask(url, 'query TheirOwnWords { theirs: seriesByKey(key: "pump") { key } }')
  await ask(url, 'mutation { deleteSeries(input: { key: "none" }) { __typename } }')
  const at = 'scope: { series: "pump" }, role: WATCH, slot: CANARY'
  await ask(
    url,
    `mutation { deployVersion(input: { ${at}, kind: ZSCORE, share: 0.5 }) { __typename ... on Fault { message } } }`,
  )
  await ask(url, `mutation { promote(input: { ${at} }) { __typename ... on Fault { message } } }`)
  await ask(url, `mutation { deployVersion(input: { ${at}, kind: ROBUST, share: 0.25 }) { __typename } }`)
  const modelId = await createModel(url, { name: 'pump', scope: { series: 'pump' }, kind: 'RIDGE' })
  const { id } = await trainModel(url, modelId)
  await until(async () => hasEnded(await training(url, id)), 40_000)
  return { url, points: 601 }
}
