import { sameSpeaker } from '@seriema/domain/deployment'
import { type LabelCounts, labelFigures, nothingLabelled } from '@seriema/domain/label'
import { countsOfSeries, type SpeakerCounts } from '../../store/label/figures.ts'
import { builder } from '../builder.ts'
import { SeriesType } from '../series.ts'
import { SpeakerType } from '../speaker.ts'
import { VersionType } from '../version.ts'

const unknown = 'null where too little was said for it'

export const LabelFiguresType = builder.objectRef<LabelCounts>('LabelFigures').implement({
  description:
    'How good somebody is by what people say of the anomalies that it found or missed; labels that say UNSURE count for nothing.',
  fields: t => ({
    confirmed: t.exposeInt('confirmed', { description: 'Anomalies it raised that are called true.' }),
    refuted: t.exposeInt('refuted', { description: 'Anomalies it raised that are called false.' }),
    missed: t.exposeInt('missed', { description: 'Spans that are called anomalous and in which it raised nothing.' }),
    unsure: t.exposeInt('unsure', { description: 'Labels that say that it cannot be said.' }),
    values: t.exposeFloat('values', {
      description:
        'Values between the first and the last that was labelled, in each series: what `falsePositiveRate` is of.',
    }),
    precision: t.float({
      nullable: true,
      description: `Of what it raised, the share that is called true, 0 to 1; ${unknown}.`,
      resolve: counts => labelFigures(counts).precision,
    }),
    recall: t.float({
      nullable: true,
      description: `Of what is called anomalous, the share that it raised, 0 to 1; ${unknown}.`,
      resolve: counts => labelFigures(counts).recall,
    }),
    f1: t.float({
      nullable: true,
      description: `Harmonic mean of precision and recall, 0 to 1; ${unknown}.`,
      resolve: counts => labelFigures(counts).f1,
    }),
    falsePositiveRate: t.float({
      nullable: true,
      description: `Of the values that nobody calls anomalous, the share that it raised and somebody calls false, 0 to 1; ${unknown}.`,
      resolve: counts => labelFigures(counts).falsePositiveRate,
    }),
  }),
})

const SpeakerFiguresType = builder.objectRef<SpeakerCounts>('SpeakerFigures').implement({
  description: 'How good one who watches a series is by what people say.',
  fields: t => ({
    speaker: t.field({ type: SpeakerType, description: 'Who.', resolve: ({ speaker }) => speaker }),
    figures: t.field({ type: LabelFiguresType, description: 'How good.', resolve: counts => counts }),
  }),
})

/** Two joins and a count of points. */
const cost = 5

builder.objectField(VersionType, 'labelFigures', t =>
  t.field({
    type: LabelFiguresType,
    description: 'How good it is by what people say, over all its series.',
    complexity: cost,
    resolve: ({ id }, _args, { loaders }) => loaders.labelCounts(id),
  }),
)

builder.objectField(SeriesType, 'labelFigures', t =>
  t.field({
    type: [SpeakerFiguresType],
    description: 'How good those who watch it, or did, are by what people say: first who watches it now.',
    complexity: cost,
    resolve: async (series, _args, { app }) => {
      const now = app.serving.speakerOf(series, 'watch')
      const all = await countsOfSeries(app.reads, series.id)
      const its = all.find(({ speaker }) => sameSpeaker(speaker, now)) ?? { speaker: now, ...nothingLabelled }
      return [its, ...all.filter(({ speaker }) => !sameSpeaker(speaker, now))]
    },
  }),
)
