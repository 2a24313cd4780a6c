import { Fault } from '@seriema/domain/fault'
import type { VersionMetrics } from '@seriema/domain/version'
import { describeTraining } from '../../artifacts/statistics.ts'
import { watchingArtifact } from '../../artifacts/watching.ts'
import type { TrainedVersion, TrainingAbout, TrainingHooks, TrainingRequest } from '../../contract/trainable.ts'
import type { WatchingKind } from '../../contract/watching.ts'
import { cutAway } from '../../recipe/scale.ts'
import { robustCentre } from '../../statistics/quantiles.ts'
import { generator } from '../../training/random.ts'
import { checkMember, constantBelow } from '../check.ts'
import { ownersLicense, toFacts, type VersionFacts } from '../facts.ts'
import { constantSeries, tooFew, tooMany } from '../refusals.ts'
import { sampleOf } from './sample.ts'

const unknown = { mse: null, mae: null, rmse: null, mape: null, r2: null, theilsU: null, mase: null, coverage: null }
/** It forecasts nothing that could be judged. */
const noMetrics: VersionMetrics = { own: unknown, naive: null }

/** A detector whose idea of what is usual is fixed by the points of one series, as they came: see `trainVersion`. */
export function trainDetector(
  request: TrainingRequest,
  kind: WatchingKind,
  about: TrainingAbout & { readonly mostPoints: number },
  hooks: TrainingHooks,
): TrainedVersion {
  const { recipe, settings, members, channels } = request
  const [member] = members
  if (member === undefined || members.length > 1) {
    throw new Fault('INVALID_INPUT', `${kind.kind} learns from one series, not ${members.length}`)
  }
  if (recipe.resample !== null) {
    throw new Fault('INVALID_INPUT', 'a detector judges points as they come: leave resampling out of the recipe')
  }
  checkMember(member, channels.length)
  const { key, times } = member
  if (times.length > about.mostPoints) throw tooMany(key, times.length, about.mostPoints)
  const need = kind.fewestPoints(settings)
  const fewest = Math.min(...member.channels.map(values => values.filter(value => !Number.isNaN(value)).length))
  if (fewest < need) throw tooFew(kind.kind, key, fewest, need)
  if (member.channels.every(constantBelow)) throw constantSeries(key)
  hooks.onPhase?.('training')
  const { cut } = recipe
  const kept =
    cut === null ? member.channels : member.channels.map(values => cutAway(values, robustCentre(values), cut))
  const lookback = kind.lookbackOf(settings, fewest)
  const random = generator(request.seed)
  const known = kept.map(values => {
    hooks.signal?.throwIfAborted()
    return kind.learn({ times, values }, lookback, settings, random)
  })
  hooks.onPhase?.('evaluating')
  const sample = sampleOf(times, member.channels)
  const there = kept.map(values => values.filter(value => !Number.isNaN(value)))
  const [from, to] = [times[0]!, times.at(-1)!]
  const training = { ...describeTraining({ channels: there, interval: 0 }, from), points: times.length, from, to }
  const facts: VersionFacts = {
    settings,
    recipe,
    step: member.step,
    learnt: { vocabularies: [], members: new Map() },
    season: 1,
    metrics: noMetrics,
    losses: [],
    bestEpoch: null,
    sample,
    warnings: kind.warnings(settings, channels.length),
    license: ownersLicense,
  }
  const described = { ...about, channels, series: about.scope, training, facts: toFacts(facts) }
  return {
    lookback,
    horizon: 0,
    losses: [],
    bestEpoch: null,
    points: times.length,
    from,
    to,
    statistics: training.channels,
    metrics: noMetrics,
    sample,
    warnings: facts.warnings,
    artifact: watchingArtifact(kind, known, described, { lookback, threshold: settings.threshold as number }),
  }
}
