import { driftLimitBounds, usualDriftLimit } from '@seriema/domain/drift'
import { longestTimeliness, type QualityRule, usualQualityLimits } from '@seriema/domain/quality'
import { setQualityLimits } from '../../flows/quality.ts'
import type { Series } from '../../store/series.ts'
import { builder } from '../builder.ts'
import { mutation } from '../mutation.ts'
import { SeriesType } from '../series.ts'
import { counted } from '../words.ts'

const own = 'null: the default'

const QualityLimitsType = builder.objectRef<Series>('QualityLimits').implement({
  description: 'At which figures the points of a series are bad, where its owner has said so.',
  fields: t => {
    const limit = (rule: QualityRule, what: string) =>
      t.float({
        nullable: true,
        description: `${what} [${counted(usualQualityLimits[rule])}]; ${own}.`,
        resolve: ({ qualityLimits }) => qualityLimits?.[rule] ?? null,
      })
    return {
      completeness: limit('completeness', 'Share of values that are missing'),
      consistency: limit('consistency', 'Share of values that cannot be true'),
      timeliness: limit('timeliness', 'Milliseconds since the last point'),
      outliers: limit('outliers', 'Share of values that stand out'),
      drift: t.float({
        nullable: true,
        description: `PSI at which it has drifted [${usualDriftLimit}]; ${own}.`,
        resolve: ({ driftLimit }) => driftLimit,
      }),
    }
  },
})

builder.objectField(SeriesType, 'qualityLimits', t =>
  t.field({
    type: QualityLimitsType,
    description: 'At which figures its points are bad, and it has drifted.',
    resolve: series => series,
  }),
)

const QualityLimitsPayload = builder.objectRef<{ readonly series: Series }>('QualityLimitsPayload').implement({
  description: 'A series as it is judged from now on.',
  fields: t => ({ series: t.expose('series', { type: SeriesType, description: 'The series.' }) }),
})

mutation('setQualityLimits', {
  description:
    'Says at which figures the points of a series are bad, and at which it has drifted: what is left out stays, null is the default again. It is looked at anew within a minute.',
  input: builder.inputType('SetQualityLimitsInput', {
    description: 'Limits of a series.',
    fields: t => ({
      key: t.string({ required: true, description: 'Which series.' }),
      completeness: t.float({ description: 'Share of values that are missing, 0 to 1.' }),
      consistency: t.float({ description: 'Share of values that cannot be true, 0 to 1; 0: none may be.' }),
      timeliness: t.float({
        description: `Milliseconds since the last point, 1,000 to ${counted(longestTimeliness)}.`,
      }),
      outliers: t.float({ description: 'Share of values that stand out, 0 to 1.' }),
      drift: t.float({
        description: `PSI at which it has drifted, ${driftLimitBounds[0]} to ${driftLimitBounds[1]}. What chance reaches once in a hundred windows counts where it is more.`,
      }),
    }),
  }),
  payload: QualityLimitsPayload,
  faults: ['INVALID_INPUT', 'SERIES_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ key }) => ({ series: [key] }),
  resolve: async ({ key, ...limits }, { app }) => ({ series: await setQualityLimits(app, key, limits) }),
})
