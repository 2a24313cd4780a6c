import { reachOf } from '@seriema/domain/access'
import { Fault } from '@seriema/domain/fault'
import type { Rejection, Warning } from '@seriema/domain/point'
import { toldAtMost } from '@seriema/domain/point'
import { actorOf } from '../audit/entry.ts'
import type { SeriesOutcome } from '../flows/ingest/outcome.ts'
import { explained } from '../store/database.ts'
import { AnomalyType } from './anomaly.ts'
import { builder } from './builder.ts'
import { DetectorKindEnum } from './enums.ts'
import { asAnswer, FaultCodeEnum, FaultInterface } from './fault.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { SeriesType } from './series.ts'
import { SpeakerType } from './speaker.ts'
import { counted } from './words.ts'

export const SeriesPointsInput = builder.inputType('SeriesPointsInput', {
  description: 'Points of one series, in columns.',
  fields: t => ({
    key: t.string({ required: true, description: 'Key of the series, which must exist.' }),
    times: t.field({ type: 'Instants', required: true, description: 'The instants, in any order.' }),
    values: t.field({
      type: ['Values'],
      required: true,
      description: 'One column per channel, in channel order, each as long as `times`; null for a missing value.',
    }),
  }),
})

const IngestPointsInput = builder.inputType('IngestPointsInput', {
  description: 'A batch of points for any number of series.',
  fields: t => ({
    series: t.field({
      type: [SeriesPointsInput],
      required: true,
      description: 'One entry per series, stored in one transaction.',
    }),
    replace: t.boolean({
      description: 'Let a different value for a stored instant replace it; else it is reported as a conflict [false].',
    }),
  }),
})

export const PointRejectionType = builder.objectRef<Rejection>('PointRejection').implement({
  extensions: needs('nothing'),
  description: 'A point that was not stored, and why.',
  fields: t => ({
    index: t.exposeInt('index', { description: '0-based place in the batch as it was sent.' }),
    code: t.expose('code', { type: FaultCodeEnum, description: 'What kind of problem.' }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, in words.' }),
  }),
})

export const PointWarningType = builder.objectRef<Warning>('PointWarning').implement({
  extensions: needs('nothing'),
  description: 'A point that was stored although it looks odd.',
  fields: t => ({
    index: t.exposeInt('index', { description: '0-based place in the batch as it was sent.' }),
    message: t.exposeString('message', { description: 'What looks odd, in words.' }),
  }),
})

const SeriesIngestType = builder.objectRef<SeriesOutcome>('SeriesIngest').implement({
  extensions: needs('nothing'),
  description: 'What became of the points of one series.',
  fields: t => ({
    key: t.exposeString('key', { description: 'Key of the series, as sent.' }),
    series: t.expose('series', {
      type: SeriesType,
      nullable: true,
      description: 'The series as it is now; null when there is none of this key.',
    }),
    stored: t.exposeInt('stored', { description: 'Points stored, replaced ones included.' }),
    duplicates: t.exposeInt('duplicates', { description: 'Points already stored with the same values.' }),
    conflicts: t.exposeInt('conflicts', {
      description:
        'Points stored with other values before: replaced when asked to, else left alone and listed in `rejections`.',
    }),
    late: t.exposeInt('late', { description: 'Points stored that lie before the most recent one.' }),
    rejected: t.exposeInt('rejected', { description: 'Points not stored.' }),
    rejections: t.field({
      type: [PointRejectionType],
      description: `The points not stored, each with why; ${counted(toldAtMost)} of them at most.`,
      resolve: outcome => outcome.rejections,
    }),
    warned: t.exposeInt('warned', { description: 'Points stored that look odd.' }),
    warnings: t.field({
      type: [PointWarningType],
      description: `Points stored that lie more than a year back or an hour ahead; ${counted(toldAtMost)} of them at most.`,
      resolve: outcome => outcome.warnings,
    }),
    anomalies: t.field({
      type: [AnomalyType],
      description: 'What stood out among the points stored.',
      resolve: outcome => outcome.anomalies,
    }),
    detector: t.expose('detector', { type: DetectorKindEnum, description: 'Which detector spoke.' }),
    speaker: t.field({
      type: SpeakerType,
      description: 'Who scored them.',
      resolve: ({ detector: kind, versionId }) => ({ kind, versionId }),
    }),
    fallback: t.exposeString('fallback', {
      nullable: true,
      description: "Why the series' own detector did not speak, when it did not.",
    }),
    fault: t.field({
      type: FaultInterface,
      nullable: true,
      description: 'Why nothing of this series was stored, when nothing could be.',
      resolve: ({ fault }) => (fault === null ? null : asAnswer(fault)),
    }),
  }),
})

interface Ingested {
  readonly series: readonly SeriesOutcome[]
}

const IngestPointsPayload = builder.objectRef<Ingested>('IngestPointsPayload').implement({
  extensions: needs('nothing'),
  description: 'What was stored, for good: the answer comes after the commit.',
  fields: t => ({
    series: t.field({
      type: [SeriesIngestType],
      description: 'One entry per entry sent, in order.',
      resolve: ingested => ingested.series,
    }),
    stored: t.int({
      description: 'Points stored, of all series together.',
      resolve: ingested => ingested.series.reduce((sum, { stored }) => sum + stored, 0),
    }),
  }),
})

mutation('ingestPoints', {
  description:
    'Stores a batch of points of many series, scores them and announces them. Every point is checked on its own: good ones are stored, each bad one is reported. Sending a batch again changes nothing.',
  input: IngestPointsInput,
  payload: IngestPointsPayload,
  faults: ['INVALID_INPUT', 'TOO_LARGE', 'TIMED_OUT', 'UNAVAILABLE'],
  needs: 'writer',
  touches: () => ({}),
  about: null,
  resolve: async ({ series, replace }, { app, caller }) => {
    const batches = series.map(({ key, times, values }) => ({ key, raw: { times, values } }))
    const actor = actorOf(caller)
    try {
      const reach = reachOf(caller.grants, 'writer') ?? null
      const ingested = await app.ingest(batches, { replace: replace ?? false, reach })
      app.audit.ingested(actor, {
        keys: ingested.flatMap(({ key, fault }) => (fault === null ? key : [])),
        stored: ingested.reduce((sum, each) => sum + each.stored, 0),
        rejected: ingested.reduce((sum, each) => sum + each.rejected, 0),
      })
      return { series: ingested }
    } catch (error) {
      const fault = explained(error)
      const { code, message } = fault instanceof Fault ? fault : { code: 'INTERNAL', message: '' }
      app.audit[code === 'ACCESS_DENIED' ? 'refused' : 'failed'](actor, 'ingestPoints', { code, message })
      throw error
    }
  },
})
