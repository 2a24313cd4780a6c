import { chooseForecasts, leads, originsOf } from '@seriema/domain/accuracy/lead'
import { hasCounters, rates } from '@seriema/domain/counter'
import { countBefore, type PointColumns } from '@seriema/domain/point'
import { after, between, type Step } from '@seriema/domain/step'
import type { Core } from '../../core.ts'
import { type Awaiting, type FoundForecast, findSought, type Sought } from '../../store/accuracy/awaiting.ts'
import { type Compared, findCompared } from '../../store/accuracy/compared.ts'
import type { Comparison } from '../../store/accuracy/keep.ts'
import { readSayings } from '../../store/accuracy/sayings.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { type LiveWindows, pointsHeld } from '../../windows/live-windows.ts'
import { type Change, cellsOf, centresWith } from './cells.ts'

/** Steps that what a point was compared with is kept for: so long a value that takes its place is compared in its stead. */
const keptSteps = 256

export type CompareApp = Pick<Core, 'db'> & {
  readonly windows: Pick<LiveWindows, 'held' | 'newestOfMany'>
}

/** A series, its step, and the instants at which points came that some forecast may have said something of. */
interface Task {
  readonly series: Series
  readonly step: Step
  readonly awaiting: Awaiting
  readonly times: readonly number[]
}

/** Works out what the new points of many series change in their sums. Stores nothing. */
export async function compareAll(
  app: CompareApp,
  all: readonly { readonly series: Series; readonly awaiting: Awaiting }[],
): Promise<readonly Comparison[]> {
  const tasks = all.flatMap(({ series, awaiting }): Task[] => {
    const step = stepOf(series)
    if (step === null) return []
    const times = [...new Set(awaiting.times)].filter(at => at > awaiting.firstOrigin).sort((a, b) => a - b)
    return [{ series, step, awaiting, times }]
  })
  const found = await forecastsOf(app, tasks)
  const windows = await windowsOf(app, tasks, found)
  const touched = tasks.map((task, i) => ({ ...task, times: withNext(task, windows[i]!) }))
  const instants = touched.flatMap(({ series, times }) => times.map(at => ({ seriesId: series.id, at })))
  const before = new Map((await findCompared(app.db, instants)).map(one => [`${one.seriesId} ${one.at}`, one]))
  const changes = touched.map((task, i) => changeOf(task, windows[i]!, found[i]!, before))
  const said = changes.flatMap(({ counted, uncounted }) => [...counted, ...uncounted].flatMap(one => one.pairs))
  const sayings = await readSayings(app.db, said)
  return tasks.map(({ series, step, awaiting }, i): Comparison => {
    const { counted } = changes[i]!
    const centres = centresWith(awaiting.centres, counted, series.channels.length)
    return {
      seriesId: series.id,
      revision: awaiting.revision,
      seq: awaiting.seq,
      centres,
      cells: cellsOf(changes[i]!, sayings, centres),
      compared: counted,
      keepFrom: after(step, series.lastAt ?? 0, -keptSteps),
    }
  })
}

/** Of each task, by instant. */
async function forecastsOf(
  app: CompareApp,
  tasks: readonly Task[],
): Promise<readonly ReadonlyMap<number, readonly FoundForecast[]>[]> {
  const sought: (Sought & { readonly task: number })[] = []
  for (const [task, { series, step, awaiting, times }] of tasks.entries())
    for (const at of times)
      for (const lead of leads) {
        const [from, to] = originsOf(step, at, lead)
        if (to < awaiting.firstOrigin) break
        sought.push({ task, seriesId: series.id, at, from, to })
      }
  const rows = await findSought(app.db, sought)
  const found = tasks.map(() => new Map<number, FoundForecast[]>())
  for (const [place, forecasts] of rows) {
    const { task, at } = sought[place]!
    const known = found[task]!.get(at) ?? []
    known.push(...forecasts)
    found[task]!.set(at, known)
  }
  return found
}

/** The last points of each as they are watched: back to the first that came, and a season before. */
async function windowsOf(
  app: CompareApp,
  tasks: readonly Task[],
  found: readonly ReadonlyMap<number, readonly FoundForecast[]>[],
): Promise<readonly PointColumns[]> {
  const needed = tasks.map(({ series, step, awaiting, times }, i) => {
    const seasons = [...found[i]!.values()].flatMap(forecasts => forecasts.map(({ season }) => season))
    const back = between(step, times[0] ?? series.lastAt!, series.lastAt!)
    return Math.min(pointsHeld, back + awaiting.times.length + Math.max(1, ...seasons) + 2)
  })
  const held = tasks.map(({ series }, i) => app.windows.held(series, needed[i]!))
  const missing = tasks.filter((_, i) => held[i] === null)
  const most = Math.max(0, ...needed.filter((_, i) => held[i] === null))
  const read = await app.windows.newestOfMany(
    app.db,
    missing.map(({ series }) => series),
    most,
  )
  return tasks.map((task, i) => {
    const points = held[i] ?? read[missing.indexOf(task)]!
    return hasCounters(task.series.channels) ? rates(points, task.series.channels, task.step, []) : points
  })
}

/** A reading of a counter changes the rate after it, too. */
function withNext({ series, times }: Task, points: PointColumns): readonly number[] {
  if (!hasCounters(series.channels)) return times
  const next = times.map(at => points.times[countBefore(points.times, at + 1)])
  return [...new Set([...times, ...next.filter(at => at !== undefined)])].sort((a, b) => a - b)
}

function changeOf(
  { series, times }: Task,
  points: PointColumns,
  found: ReadonlyMap<number, readonly FoundForecast[]>,
  before: ReadonlyMap<string, Compared>,
): Change {
  const counted: Compared[] = []
  const uncounted: Compared[] = []
  for (const at of times) {
    const place = countBefore(points.times, at)
    if (points.times[place] !== at) continue
    const actual = points.channels.map(values => values[place]!)
    const known = before.get(`${series.id} ${at}`)
    if (known !== undefined) {
      if (known.actual.every((value, c) => Object.is(value, actual[c]))) continue
      uncounted.push(known)
      counted.push({ ...known, actual })
      continue
    }
    const candidates = [...new Map((found.get(at) ?? []).map(one => [one.id, one])).values()]
    const pairs = chooseForecasts(at, candidates).map(({ candidate, steps }) => ({
      forecastId: candidate.id,
      steps,
      before: seasonBefore(points, at, candidate),
    }))
    if (pairs.length > 0) counted.push({ seriesId: series.id, at, actual, pairs })
  }
  return { counted, uncounted }
}

/** What came a season of the forecast before an instant, one per channel: at the nearest point, within half a step. */
function seasonBefore({ times, channels }: PointColumns, at: number, { step, season }: FoundForecast): number[] {
  const [sought, next] = [after(step, at, -season), after(step, at, 1 - season)]
  const place = countBefore(times, sought)
  const nearer = sought - (times[place - 1] ?? -Infinity) < (times[place] ?? Infinity) - sought ? place - 1 : place
  const near = Math.abs((times[nearer] ?? Infinity) - sought) <= (next - sought) / 2 && times[nearer]! < at
  return channels.map(values => (near ? values[nearer]! : Number.NaN))
}
