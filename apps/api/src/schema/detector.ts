import type { DetectorDescription } from '@seriema/ml/contract/detector'
import { detectors } from '@seriema/ml/scorers/registry'
import { builder } from './builder.ts'
import { DetectorKindEnum } from './enums.ts'
import { SystemStatusType } from './status.ts'

const DetectorDescriptionType = builder.objectRef<DetectorDescription>('DetectorDescription').implement({
  description: 'A kind of detector, in words.',
  fields: t => ({
    kind: t.expose('kind', { type: DetectorKindEnum, description: 'Which detector.' }),
    title: t.exposeString('title', { description: 'What to call it in front of people.' }),
    tagline: t.exposeString('tagline', { description: 'What it goes by, in a few words.' }),
    description: t.exposeString('description', { description: 'What it compares and what it is good at.' }),
  }),
})

builder.objectField(SystemStatusType, 'detectors', t =>
  t.field({
    type: [DetectorDescriptionType],
    description: 'The detectors a series can choose between, in the order to offer them, the default first.',
    resolve: () => detectors,
  }),
)
