import type { ScheduleRunState } from '@seriema/domain/schedule'
import type { ItemOf } from '../events/event.ts'
import { resolveScope } from '../flows/model.ts'
import { findRuns, listRuns, type ScheduleRun } from '../store/schedule/run.ts'
import { findSchedules, listSchedules, type Schedule } from '../store/schedule.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet, ForecasterKindEnum } from './enums.ts'
import { failureType } from './failure.ts'
import { encodeId, identity, rowId, rowIdOf, rowNumber } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { ScopeInput } from './model.ts'
import { needs } from './needs.ts'
import { TimingType } from './schedule/timing.ts'
import { scopeFields } from './scope-fields.ts'
import { subscription } from './subscription.ts'
import { VersionType } from './version.ts'

const RunStateEnum = closedSet<ScheduleRunState>('ScheduleRunState', 'How far a run of a schedule is.', {
  waiting: 'It waits for a worker.',
  running: 'A worker forecasts.',
  done: 'Its forecasts are stored; `failure` says whether some could not be made.',
  failed: 'Nothing could be forecast; `failure` says why.',
  skipped: 'The run before it was still under way when it was due.',
})

const RunFailureType = failureType(
  'ScheduleRunFailure',
  'Why a run did not forecast a series, the first that it could not forecast, or any.',
)

export const ScheduleRunType = builder.objectRef<ScheduleRun>('ScheduleRun')
builder.node(ScheduleRunType, {
  description: 'What became of a schedule once that it was due, or somebody asked.',
  id: { resolve: run => run.id, parse: rowNumber(Number.MAX_SAFE_INTEGER), description: identity },
  loadMany: loadManyBy(findRuns),
  fields: t => ({
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When it was due, or asked for.' }),
    asked: t.exposeBoolean('asked', { description: 'Whether somebody asked for it, and it was not due.' }),
    state: t.expose('state', { type: RunStateEnum, description: 'How far it is.' }),
    attempt: t.exposeInt('attempt', {
      description: 'How many workers have taken it up: more than 1 where one was gone.',
    }),
    missed: t.exposeInt('missed', {
      description: 'How often it was due before, while nobody looked: this run stands for those, too.',
    }),
    seriesCount: t.exposeInt('series', {
      nullable: true,
      description: 'How many series it is to forecast; null until it has begun.',
    }),
    forecastCount: t.exposeInt('forecast', { description: 'How many of them are forecast.' }),
    failedCount: t.exposeInt('failed', { description: 'How many of them could not be.' }),
    failure: t.field({
      type: RunFailureType,
      nullable: true,
      description:
        'Why it failed, was skipped, or could not forecast the first that it could not; null: all went well.',
      resolve: ({ failure, failureCode }) => (failure === null ? null : { code: failureCode, message: failure }),
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a worker took it up first; null while it waits, and where it was skipped.',
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null until then.' }),
  }),
})

const RunConnection = connectionOf('ScheduleRun', ScheduleRunType, 'runs')

export const ScheduleType = builder.objectRef<Schedule>('Schedule')
builder.node(ScheduleType, {
  description: 'When a series, or all of a group, is forecast by itself, and by whom.',
  id: { resolve: schedule => schedule.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findSchedules),
  fields: t => ({
    ...scopeFields(t),
    forecaster: t.expose('forecaster', {
      type: ForecasterKindEnum,
      nullable: true,
      description: 'Which forecaster speaks; null, like `version`: whoever is deployed when it runs.',
    }),
    version: t.field({
      type: VersionType,
      nullable: true,
      description: 'Which version speaks; null where none was chosen, and where it is gone.',
      complexity: 1,
      resolve: ({ versionId }, _args, { loaders }) => (versionId === null ? null : loaders.version(versionId)),
    }),
    horizon: t.exposeInt('horizon', {
      nullable: true,
      description: 'Steps ahead; null: as many as are usual, or as the version makes.',
    }),
    timing: t.expose('timing', { type: TimingType, description: 'When it is due.' }),
    on: t.exposeBoolean('on', { description: 'Whether it runs.' }),
    nextAt: t.expose('nextAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is due next; null where it is off.',
    }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'Since when it is there.' }),
    by: t.exposeString('by', { nullable: true, description: 'Who made it; null where nobody is known.' }),
    lastRun: t.field({
      type: ScheduleRunType,
      nullable: true,
      description: 'The last run, however far it is; null before the first.',
      complexity: 1,
      resolve: ({ id }, _args, { loaders }) => loaders.lastRun(id),
    }),
    runs: t.connection(
      {
        type: ScheduleRunType,
        description: 'Its runs of 400 days, the last first.',
        complexity: pageCost,
        resolve: async ({ id }, page, { app }) => toConnection(await listRuns(app.reads, id, page)),
      },
      RunConnection,
    ),
  }),
})

const ScheduleConnection = connectionOf('Schedule', ScheduleType, 'schedules')

const ScheduleFilterInput = builder.inputType('ScheduleFilter', {
  description: 'Which schedules; every condition must hold, one left out always does.',
  fields: t => ({
    scope: t.field({ type: ScopeInput, description: 'For this series, or this group.' }),
    on: t.boolean({ description: 'Those that run, or those that do not.' }),
  }),
})

builder.queryField('schedules', t =>
  t.connection(
    {
      type: ScheduleType,
      description: 'Lists the schedules, the one made last first.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: ScheduleFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { scope, on } = filter ?? {}
        const wanted = scope == null ? {} : await resolveScope(app.reads, scope)
        return toConnection(await listSchedules(app.reads, { ...wanted, on }, page))
      },
    },
    ScheduleConnection,
  ),
)

const ScheduleChangeType = builder.objectRef<ItemOf<'schedule'>>('ScheduleChange').implement({
  description: 'A schedule was made, changed or deleted, or a run of it begins, comes on or ends.',
  fields: t => ({
    id: t.id({ description: 'That of the schedule.', resolve: ({ event }) => encodeId('Schedule', event.scheduleId) }),
    schedule: t.expose('schedule', {
      type: ScheduleType,
      nullable: true,
      description: 'As it is by now; null where it is deleted.',
    }),
    run: t.expose('run', {
      type: ScheduleRunType,
      nullable: true,
      description: 'The run as it is by now; null where it is the schedule itself that changed.',
    }),
  }),
})

subscription('scheduleChanged', {
  kind: 'schedule',
  description: 'Schedules as people change them, and their runs as they begin, come on and end',
  message: 'What changed. The first message comes at once, even without changes.',
  args: builder.args(arg => ({
    schedule: arg.globalID({ for: [ScheduleType], description: 'Only of this schedule [all].' }),
  })),
  list: {
    name: 'changes',
    description: 'In the order they happened.',
    type: ScheduleChangeType,
    of(items, { schedule }) {
      const wanted = rowIdOf(schedule)
      return items.filter(({ event }) => wanted === null || event.scheduleId === wanted)
    },
  },
})
