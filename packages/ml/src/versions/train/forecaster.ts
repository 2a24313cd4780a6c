import type { VersionSample } from '@seriema/domain/version'
import type { About } from '../../artifacts/description.ts'
import { describeTraining } from '../../artifacts/statistics.ts'
import { forecastArtifact } from '../../artifacts/write.ts'
import type {
  ModelKind,
  TrainedVersion,
  TrainingAbout,
  TrainingHooks,
  TrainingRequest,
} from '../../contract/trainable.ts'
import { joined } from '../../statistics/joined.ts'
import { evaluate, versionLevels } from '../evaluate.ts'
import { ownersLicense, toFacts, type VersionFacts } from '../facts.ts'
import { fits } from '../fit.ts'
import { gather, type Material, type Part } from '../material.ts'
import { openRun } from '../run.ts'
import { sampleOf } from './sample.ts'

/** Preprocessing, training, evaluating: see `trainVersion`. */
export async function trainForecaster(
  request: TrainingRequest,
  kind: ModelKind,
  about: TrainingAbout & { readonly mostPoints: number },
  hooks: TrainingHooks,
): Promise<TrainedVersion> {
  const { settings } = request
  const { fit, lookbackOf } = fits[kind.kind]!
  const material = gather(request, kind, settings, lookbackOf, about.mostPoints)
  hooks.signal?.throwIfAborted()
  hooks.onPhase?.('training')
  const fitted = await fit(material, { ...hooks, ...about })
  hooks.signal?.throwIfAborted()
  hooks.onPhase?.('evaluating')
  const { ofGroup = request.members.length > 1 } = about
  const scaling = ofGroup ? 'given' : material.parts[0]!.scales
  const plain = await openRun(
    forecastArtifact(fitted.servable, { ...about, channels: request.channels }, undefined, scaling),
    { providers: ['cpu'], ...(about.threads !== undefined && { threads: about.threads }) },
  )
  const { metrics, calibration, warnings } = await evaluate(material, plain).finally(() => plain.close())
  hooks.signal?.throwIfAborted()
  const facts: VersionFacts = {
    settings,
    recipe: request.recipe,
    step: material.parts[0]!.step,
    learnt: material.learnt,
    season: material.season,
    metrics,
    losses: fitted.losses,
    bestEpoch: fitted.bestEpoch,
    sample: sampleOfLongest(material.parts),
    warnings: [...material.warnings, ...fitted.warnings, ...warnings],
    license: fitted.license ?? ownersLicense,
  }
  const described = describedBy(material, about, facts)
  return {
    lookback: material.lookback,
    horizon: material.horizon,
    losses: facts.losses,
    bestEpoch: facts.bestEpoch,
    points: described.training.points,
    from: described.training.from,
    to: described.training.to,
    statistics: described.training.channels,
    metrics,
    sample: facts.sample,
    warnings: facts.warnings,
    artifact: forecastArtifact(
      fitted.servable,
      described,
      calibration === null ? undefined : { calibration, levels: versionLevels },
      scaling,
    ),
  }
}

function describedBy(material: Material, about: TrainingAbout, facts: VersionFacts) {
  const { parts, request, interval } = material
  const channels = request.channels.map((_, c) => joined(parts.map(part => part.channels[c]!)))
  const from = Math.min(...parts.map(part => part.instantOf(0)))
  const to = Math.max(...parts.map(part => part.instantOf(part.cells - 1)))
  return {
    version: about.version,
    createdAt: about.createdAt,
    channels: request.channels,
    series: about.scope,
    interval: Math.round(interval),
    training: { ...describeTraining({ channels, interval }, from), from, to },
    facts: toFacts(facts),
  } satisfies About
}

/** Of the series with the most points. */
function sampleOfLongest(parts: readonly Part[]): VersionSample {
  const part = parts.reduce((longest, one) => (one.cells > longest.cells ? one : longest))
  const times = Float64Array.from({ length: part.cells }, (_, i) => part.instantOf(i))
  const seen = part.channels.map((values, c) =>
    values.map((value, i) => (part.gaps[c]?.[i] === 1 ? Number.NaN : value)),
  )
  return sampleOf(times, seen)
}
