import { Fault } from '@seriema/domain/fault'
import type { Step } from '@seriema/domain/step'
import { requireSelfContained } from '../artifacts/self-contained.ts'
import type { Member } from '../contract/trainable.ts'
import { describeVersion, type VersionDescription } from './describe.ts'
import { trainedDetector } from './detector.ts'
import { openVersion } from './open.ts'
import { requireSound } from './sound.ts'

/**
 * What a file that was made elsewhere says of itself, once it has done what it says on a series made up for it. It is run:
 * whoever does not know whose it is has that done in a process of its own. Throws what `describeVersion` and
 * `requireSelfContained` do, and UNREADABLE_FILE where it does not do what it says.
 */
export async function tryVersion(artifact: Uint8Array): Promise<VersionDescription> {
  requireSelfContained(artifact)
  const description = describeVersion(artifact)
  requireSound(description)
  if (description.role === 'watch') trainedDetector(artifact)
  else await tryForecast(artifact, description)
  return description
}

async function tryForecast(artifact: Uint8Array, { channels, horizon, statistics }: VersionDescription): Promise<void> {
  const version = await openVersion(artifact, { threads: 1 }).catch((error: unknown) => {
    throw error instanceof Fault ? error : broken(`it cannot be loaded: ${(error as Error).message}`)
  })
  try {
    const step: Step = { unit: 'millisecond', count: 3_600_000 }
    const [made] = await version.forecast(
      [madeUp(version.pointsNeeded(step), channels.length, step, statistics)],
      horizon,
    )
    const columns = [made!.mean, ...made!.intervals.flatMap(({ lower, upper }) => [lower, upper])].flat()
    if (columns.some(column => column.length !== horizon || column.some(value => !Number.isFinite(value))))
      throw broken('it forecasts what are no numbers, or not as many as it says')
  } catch (error) {
    throw error instanceof Fault ? error : broken(`it cannot be run: ${(error as Error).message}`)
  } finally {
    await version.close()
  }
}

/** A day's wave about what the training data were like. */
function madeUp(
  points: number,
  channels: number,
  step: Extract<Step, { readonly unit: 'millisecond' }>,
  statistics: VersionDescription['statistics'],
): Member {
  const first = Date.UTC(2026, 0, 1)
  const waveOf = (c: number) => {
    const { mean = 0, deviation = 1 } = statistics[c] ?? {}
    return Float64Array.from({ length: points }, (_, i) => mean + (deviation || 1) * Math.sin((i * Math.PI) / 12))
  }
  return {
    key: 'made_up',
    times: Float64Array.from({ length: points }, (_, i) => first + i * step.count),
    channels: Array.from({ length: channels }, (_, c) => waveOf(c)),
    attributes: [],
    step,
    timeZone: 'UTC',
  }
}

const broken = (what: string): Fault => new Fault('UNREADABLE_FILE', `the version is damaged: ${what}`)
