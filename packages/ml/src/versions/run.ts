import type { ArtifactDescription } from '../artifacts/description.ts'
import { readArtifact } from '../artifacts/read.ts'
import type { PointForecast } from '../contract/forecaster.ts'
import type { ChannelScale } from '../recipe/scale.ts'
import { type Feed, openSession, type SessionOptions } from '../runtime/session.ts'

/** A past to be forecast. */
export interface Row {
  /** Per channel in its unit, `lookback` long. */
  readonly past: readonly Float64Array[]
  readonly scales: readonly ChannelScale[]
  readonly tokens: readonly number[]
}

export interface RowForecast {
  /** `[channel][step]`, in the units of the channels. */
  readonly mean: PointForecast
  /** One per level, `[channel][step]`. */
  readonly lower: readonly PointForecast[]
  readonly upper: readonly PointForecast[]
}

/** An artifact that forecasts, loaded. */
export interface ForecastRun {
  readonly description: ArtifactDescription
  /** All rows in one run of the graph, up to `rowsTogether`. */
  run(rows: readonly Row[]): Promise<readonly RowForecast[]>
  close(): Promise<void>
}

/** Rows in one run: of more, what one operation hands to the next no longer fits into a core's cache. */
const rowsTogether = 64

/** Throws a Fault for a file that is no artifact: see `readArtifact`. */
export async function openRun(artifact: Uint8Array, options: SessionOptions): Promise<ForecastRun> {
  const description = readArtifact(artifact)
  const session = await openSession(artifact, options)
  const takes = (name: string) => session.inputs.includes(name)
  const { lookback, horizon, levels } = description
  const channels = description.channels.length
  const perRow = (rows: readonly Row[], of: (scale: ChannelScale) => number): Feed => ({
    values: Float64Array.from(
      rows.flatMap(({ scales }) => scales),
      of,
    ),
    shape: [rows.length, channels],
  })
  const runOnce = async (rows: readonly Row[]): Promise<readonly RowForecast[]> => {
    const made = await session.run({
      past: pastOf(rows, lookback, channels),
      ...(takes('location') && { location: perRow(rows, ({ location }) => location) }),
      ...(takes('factor') && { factor: perRow(rows, ({ factor }) => factor) }),
      ...(takes('categories') && { categories: tokensOf(rows) }),
    })
    const block = horizon * channels
    const part = (feed: Feed | undefined, place: number): PointForecast =>
      byChannel((feed?.values ?? new Float64Array()) as Float64Array, place * block, horizon, channels)
    return rows.map((_, i) => ({
      mean: part(made.forecast, i),
      lower: levels.map((_, level) => part(made.lower, i * levels.length + level)),
      upper: levels.map((_, level) => part(made.upper, i * levels.length + level)),
    }))
  }
  return {
    description,
    async run(rows) {
      const made: (readonly RowForecast[])[] = []
      for (let from = 0; from < rows.length; from += rowsTogether) {
        made.push(await runOnce(rows.slice(from, from + rowsTogether)))
      }
      return made.flat()
    },
    close: () => session.close(),
  }
}

function pastOf(rows: readonly Row[], lookback: number, channels: number): Feed {
  const values = new Float64Array(rows.length * lookback * channels)
  rows.forEach(({ past }, r) => {
    for (let c = 0; c < channels; c++) {
      const series = past[c]!
      const first = r * lookback * channels + c
      for (let t = 0; t < lookback; t++) values[first + t * channels] = series[t]!
    }
  })
  return { values, shape: [rows.length, lookback, channels] }
}

function tokensOf(rows: readonly Row[]): Feed {
  const tokens = rows.flatMap(({ tokens }) => tokens)
  return { values: BigInt64Array.from(tokens, BigInt), shape: [rows.length, tokens.length / rows.length] }
}

function byChannel(values: Float64Array, from: number, horizon: number, channels: number): PointForecast {
  return Array.from({ length: channels }, (_, c) => {
    const made = new Float64Array(horizon)
    for (let h = 0; h < horizon; h++) made[h] = values[from + h * channels + c]!
    return made
  })
}
