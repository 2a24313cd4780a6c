import { type Health, type HealthLevel, healthOf } from '@seriema/domain/health'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { QualityRuleEnum } from './quality.ts'
import { SeriesType } from './series.ts'

const HealthLevelEnum = closedSet<HealthLevel>('HealthLevel', 'How a series does, in one word.', {
  OK: 'Nothing is amiss.',
  WARN: 'One thing is amiss.',
  BAD: 'Several things are amiss, or a critical alert is open.',
})

const HealthType = builder.objectRef<Health>('SeriesHealth').implement({
  description: 'What is amiss with a series, summed up.',
  fields: t => ({
    level: t.expose('level', { type: HealthLevelEnum, description: 'How it does.' }),
    failing: t.field({
      type: [QualityRuleEnum],
      description: 'The rules of quality that its points fail.',
      resolve: ({ failing }) => [...failing],
    }),
    drifted: t.exposeBoolean('drifted', {
      nullable: true,
      description: 'Whether it has moved from what its forecaster learnt; null where that cannot be said.',
    }),
    alerts: t.exposeInt('alerts', { description: 'Open alerts that it is part of.' }),
    words: t.stringList({ description: 'What is amiss, in words.', resolve: ({ words }) => [...words] }),
  }),
})

builder.objectField(SeriesType, 'health', t =>
  t.field({
    type: HealthType,
    nullable: true,
    description: 'What is amiss with it, as was seen last; null where nobody has looked yet and no alert is open.',
    complexity: 1,
    resolve: async ({ id }, _args, { loaders }) => {
      const [quality, drift, open] = await Promise.all([loaders.quality(id), loaders.drift(id), loaders.openAlerts(id)])
      return healthOf(quality?.results ?? null, drift, open)
    },
  }),
)
