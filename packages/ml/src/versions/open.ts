import { Fault } from '@seriema/domain/fault'
import { millisecondsOf } from '@seriema/domain/step'
import type { Member, OpenVersion, VersionForecast } from '../contract/trainable.ts'
import { tooLong } from '../contract/window.ts'
import { type Prepared, prepare } from '../recipe/recipe.ts'
import type { SessionOptions } from '../runtime/session.ts'
import { fromFacts } from './facts.ts'
import { openRun, type RowForecast } from './run.ts'
import { wholePast } from './short.ts'

/**
 * Loads a version that forecasts: members given together are one run of its graph. A member without a whole lookback is
 * served by what it has, see `wholePast`. Throws Fault UNSUPPORTED_MODEL or UNREADABLE_FILE for a file that is no such
 * version. `forecast` throws HORIZON_TOO_LONG beyond the version's horizon, INVALID_INPUT for a member of other channels,
 * and INSUFFICIENT_DATA naming a member without a single whole period.
 */
export async function openVersion(artifact: Uint8Array, options: SessionOptions = {}): Promise<OpenVersion> {
  const run = await openRun(artifact, { providers: ['cpu'], ...options })
  const { description } = run
  const { kind, lookback, horizon: longest, levels, channels } = description
  if (description.task !== 'forecast' || lookback === 0) {
    await run.close()
    throw new Fault('UNSUPPORTED_MODEL', `a version of ${kind} does not forecast what follows on a series`)
  }
  const { recipe, learnt, season } = fromFacts(description)
  const seen = (member: Member): Prepared => {
    if (member.channels.length !== channels.length) {
      throw new Fault(
        'INVALID_INPUT',
        `${member.key} has ${member.channels.length} channels, the version ${channels.length}`,
      )
    }
    try {
      return prepare(recipe, learnt, member, lookback)
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'INSUFFICIENT_DATA') throw error
      throw new Fault('INSUFFICIENT_DATA', `${member.key}: ${error.message}`, { key: member.key })
    }
  }
  return {
    kind,
    lookback,
    horizon: longest,
    bytes: artifact.byteLength * bytesPerByte,
    pointsNeeded: step => {
      if (recipe.resample === null) return lookback
      const cell = millisecondsOf(description.facts?.step as Parameters<typeof millisecondsOf>[0])
      return Math.ceil(((lookback + partial) * cell) / millisecondsOf(step))
    },
    async forecast(members, horizon) {
      if (horizon > longest) throw tooLong(`this version of ${kind}`, horizon, longest)
      const prepared = members.map(seen)
      const made = await run.run(
        prepared.map(({ channels, scales, tokens }) => ({
          past: wholePast(channels, lookback, season),
          scales,
          tokens,
        })),
      )
      return made.map((one, i) => forecastOf(prepared[i]!, one, levels, horizon))
    },
    close: () => run.close(),
  }
}

/** A session holds its file, its weights, and room to work in. */
const bytesPerByte = 3
/** Periods that may be cut by where the points begin and end. */
const partial = 2

function forecastOf(
  { cells, instantOf }: Prepared,
  { mean, lower, upper }: RowForecast,
  levels: readonly number[],
  horizon: number,
): VersionForecast {
  const upTo = (forecast: readonly Float64Array[]) => forecast.map(values => values.subarray(0, horizon))
  return {
    times: Float64Array.from({ length: horizon }, (_, h) => instantOf(cells + h)),
    mean: upTo(mean),
    intervals: levels.map((level, i) => ({ level, lower: upTo(lower[i]!), upper: upTo(upper[i]!) })),
  }
}
