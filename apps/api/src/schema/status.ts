import type { ForecasterSetting } from '@seriema/ml/contract/forecaster-family'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { App } from '../app.ts'
import { restorableFor } from '../flows/deletion.ts'
import type { ForecasterStatus } from '../forecasting/forecasting.ts'
import type { VersionFigures } from '../serving/versions.ts'
import { countSeries, type DatabaseStatus, readDatabaseStatus } from '../store/database-status.ts'
import { version } from '../version.ts'
import { builder } from './builder.ts'
import { closedSet, ForecasterKindEnum } from './enums.ts'
import { needs } from './needs.ts'

const DatabaseStateEnum = closedSet<DatabaseStatus['state']>('DatabaseState', 'Whether the database answers.', {
  UP: 'It answers.',
  DOWN: 'It cannot be reached; what was stored is safe, and it is tried again by itself.',
})

const DatabaseStatusType = builder.objectRef<DatabaseStatus>('DatabaseStatus').implement({
  description: 'How the database is.',
  fields: t => ({
    state: t.expose('state', { type: DatabaseStateEnum, description: 'Whether it answers.' }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Version of PostgreSQL; null when it cannot be reached.',
    }),
    latency: t.exposeFloat('latency', {
      nullable: true,
      description: 'Milliseconds a smallest query took; null when it cannot be reached.',
    }),
  }),
})

const ForecasterSettingType = builder.objectRef<ForecasterSetting>('ForecasterSetting').implement({
  description: 'A number that a forecaster is fitted or run with.',
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    value: t.exposeFloat('value', { description: 'What it is.' }),
    description: t.exposeString('description', { description: 'What it does.' }),
  }),
})

const ProviderRefusalType = builder.objectRef<Refusal>('ProviderRefusal').implement({
  description: 'Something that a neural network could run on, and why it does not.',
  fields: t => ({
    provider: t.exposeString('provider', { description: 'cuda, webgpu or cpu.' }),
    reason: t.exposeString('reason', { description: 'Why it does not serve.' }),
  }),
})

const ForecasterStatusType = builder.objectRef<ForecasterStatus>('ForecasterStatus').implement({
  description: 'A kind of forecaster, and whether it can serve here.',
  fields: t => ({
    kind: t.expose('kind', { type: ForecasterKindEnum, description: 'Which forecaster.' }),
    title: t.exposeString('title', { description: 'What to call it in front of people.' }),
    tagline: t.exposeString('tagline', { description: 'How it forecasts, in a few words that can follow the title.' }),
    description: t.exposeString('description', { description: 'What it does, in a sentence.' }),
    needs: t.exposeString('needs', { description: 'What must be there before it can forecast a series.' }),
    settings: t.field({
      type: [ForecasterSettingType],
      description: 'What it is fitted or run with.',
      resolve: status => status.settings,
    }),
    available: t.exposeBoolean('available', { description: 'Whether it can serve.' }),
    detail: t.exposeString('detail', { description: 'What it is, or why it cannot serve.' }),
    provider: t.exposeString('provider', {
      nullable: true,
      description: 'What it runs on: cuda, webgpu or cpu; null for what is no network, or was not loaded yet.',
    }),
    refused: t.field({
      type: [ProviderRefusalType],
      description: 'What was tried before that, and why it does not serve.',
      resolve: status => status.refused,
    }),
  }),
})

const VersionFiguresType = builder.objectRef<VersionFigures>('VersionFigures').implement({
  description: 'How many versions are loaded for serving, and how often one that was asked for was.',
  fields: t => ({
    hits: t.exposeInt('hits', { description: 'Times one was asked for that was loaded, since the start.' }),
    misses: t.exposeInt('misses', { description: 'Times one was asked for that had to be loaded first.' }),
    loaded: t.exposeInt('loaded', { description: 'Loaded now.' }),
    bytes: t.exposeFloat('bytes', { description: 'Bytes these hold, roughly.' }),
    capacity: t.exposeFloat('capacity', { description: 'Bytes held at most: whoever was asked for last stays.' }),
  }),
})

export const SystemStatusType = builder.objectRef<App>('SystemStatus').implement({
  description: 'How the system is, as seen by the process that answers.',
  fields: t => ({
    version: t.string({ description: 'Version of the software.', resolve: () => version }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When this process started.',
      resolve: app => app.meters.startedAt,
    }),
    database: t.field({
      type: DatabaseStatusType,
      description: 'How the database is.',
      complexity: 1,
      resolve: app => readDatabaseStatus(app.db),
    }),
    eventsArrive: t.boolean({
      description: 'Whether what other processes change is heard of here at once; else it is noticed later.',
      resolve: app => app.hub.listening,
    }),
    forecasters: t.field({
      type: [ForecasterStatusType],
      description: 'The forecasters, and which of them can serve.',
      resolve: app => app.forecasting.forecasters,
    }),
    versions: t.field({
      type: VersionFiguresType,
      description: 'Versions loaded for serving, in this process.',
      resolve: app => app.serving.versions.figures,
    }),
    provider: t.string({
      description: 'What neural models run on: cuda, webgpu or cpu.',
      resolve: app => app.forecasting.provider,
    }),
    seriesCount: t.int({
      description: 'How many series there are.',
      complexity: 1,
      resolve: app => countSeries(app.reads),
    }),
    generatorsRunning: t.int({
      description: 'How many generators make points now.',
      complexity: 1,
      resolve: app => app.generators.running(),
    }),
    pointsPerSecond: t.float({
      description: 'Points stored per second over the last minute, by this process.',
      resolve: app => app.meters.points.perSecond(),
    }),
    subscriptions: t.int({
      description: 'Open subscriptions in this process.',
      resolve: app => app.meters.subscriptions.value(),
    }),
    restorableFor: t.float({
      description: 'Milliseconds in which a deleted series can be restored; 0: it is gone at once.',
      resolve: restorableFor,
    }),
    authentication: t.boolean({ description: 'Whether callers must say who they are.', resolve: app => app.access.on }),
  }),
})

builder.queryField('systemStatus', t =>
  t.field({
    type: SystemStatusType,
    description: 'How the system is.',
    extensions: needs('viewer'),
    complexity: 1,
    resolve: (_root, _args, { app }) => app,
  }),
)
