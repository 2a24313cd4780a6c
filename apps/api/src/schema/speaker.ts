import { auto, type Speaker } from '@seriema/domain/deployment'
import { forecasters } from '@seriema/ml/models/registry'
import { detectors } from '@seriema/ml/scorers/registry'
import { modelKinds } from '@seriema/ml/versions/kinds'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { VersionType } from './version.ts'

const automatic = {
  kind: auto,
  title: 'Automatic',
  description: "Whoever is best in a backtest on the series' own past.",
}

/** Every kind that can speak; one that models are of is called by what it is without one. */
const kinds = new Map([...modelKinds, automatic, ...forecasters, ...detectors].map(one => [one.kind, one]))

const models = new Map(modelKinds.map(one => [one.kind, one]))

export const SpeakerKindEnum = closedSet<string>(
  'SpeakerKind',
  'Everything that can speak, in either role, with a model or without.',
  Object.fromEntries([...kinds].map(([kind, { description }]) => [kind, description])),
)

export const SpeakerType = builder.objectRef<Speaker>('Speaker').implement({
  description: 'Who speaks: a version of a model, or a kind that needs none.',
  fields: t => ({
    kind: t.expose('kind', { type: SpeakerKindEnum, description: 'What it is.' }),
    title: t.string({
      description: 'What to call its kind in front of people.',
      resolve: ({ kind, versionId }) => ((versionId !== null && models.get(kind)) || kinds.get(kind))?.title ?? kind,
    }),
    version: t.field({
      type: VersionType,
      nullable: true,
      description: 'Which version of a model; null for a kind that needs none, and where it is gone.',
      resolve: ({ versionId }, _args, { loaders }) => (versionId === null ? null : loaders.version(versionId)),
    }),
  }),
})
