import { longestHorizon } from '@seriema/domain/forecast'
import {
  createSchedule,
  deleteSchedule,
  runScheduleNow,
  type ScheduledSpeaker,
  updateSchedule,
} from '../../flows/schedule.ts'
import type { ScheduleRun } from '../../store/schedule/run.ts'
import type { Schedule } from '../../store/schedule.ts'
import { builder, type Types } from '../builder.ts'
import { nameOf } from '../context.ts'
import { ForecasterKindEnum } from '../enums.ts'
import { encodeId, rowId, rowIdOf } from '../identity.ts'
import { ScopeInput } from '../model.ts'
import { mutation } from '../mutation.ts'
import { ScheduleRunType, ScheduleType } from '../schedule.ts'
import { scopeFields } from '../scope-fields.ts'
import type { Identity } from '../touch.ts'
import { VersionType } from '../version.ts'
import { between } from '../words.ts'
import { TimingInput } from './timing.ts'

const SchedulePayload = builder.objectRef<{ readonly schedule: Schedule }>('SchedulePayload').implement({
  description: 'A schedule as it is now.',
  fields: t => ({ schedule: t.expose('schedule', { type: ScheduleType, description: 'The schedule.' }) }),
})

const SpeakerInput = builder.inputType('ScheduleSpeakerInput', {
  description: 'Who is to speak: a forecaster or a version; neither: whoever is deployed when it runs.',
  fields: t => ({
    forecaster: t.field({ type: ForecasterKindEnum, description: 'Which forecaster.' }),
    version: t.globalID({ for: [VersionType], description: 'Which version, as given by `Version.id`.' }),
  }),
})

interface SpeakerAsked {
  readonly forecaster?: ScheduledSpeaker['forecaster']
  readonly version?: Identity | null | undefined
}

const speakerOf = (asked: SpeakerAsked | null | undefined): ScheduledSpeaker | null =>
  asked == null ? null : { forecaster: asked.forecaster, versionId: rowIdOf(asked.version) }

const horizon = `Steps ahead, ${between([1, longestHorizon])}; null: as many as are usual, or as the version makes`
const whichSchedule = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) =>
  t.globalID({ required: true, for: [ScheduleType], description: 'As given by `Schedule.id`.' })
const row = (schedule: { readonly id: number }) => ({ typename: 'Schedule', id: String(schedule.id) })

const faults = ['INVALID_INPUT', 'INVALID_VERSION', 'MODEL_NOT_FOUND', 'HORIZON_TOO_LONG'] as const

mutation('createSchedule', {
  description:
    'From now on a series, or all of a group, is forecast by itself. What is missed while no worker is there is caught up by one run; one that is due while the run before it is under way is skipped.',
  input: builder.inputType('CreateScheduleInput', {
    description: 'A schedule to be created.',
    fields: t => ({
      scope: t.field({ type: ScopeInput, required: true, description: 'What is forecast.' }),
      timing: t.field({ type: TimingInput, required: true, description: 'When.' }),
      speaker: t.field({ type: SpeakerInput, description: 'By whom [whoever is deployed when it runs].' }),
      horizon: t.int({ description: `${horizon} [null].` }),
      on: t.boolean({ description: 'Whether it runs [true].' }),
    }),
  }),
  payload: SchedulePayload,
  faults: [...faults, 'SERIES_NOT_FOUND', 'GROUP_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ scope, speaker }) => ({ series: [scope.series], groups: [scope.group], nodes: [speaker?.version] }),
  makes: ({ schedule }) => ({ nodes: [row(schedule)] }),
  resolve: async ({ speaker, ...draft }, { app, caller }) => ({
    schedule: await createSchedule(app, { ...draft, speaker: speakerOf(speaker), by: nameOf(caller) }),
  }),
})

mutation('updateSchedule', {
  description:
    'What is left out stays as it is. One that is turned on, or is to be due otherwise, is due next by the clock; nothing is caught up.',
  input: builder.inputType('UpdateScheduleInput', {
    description: 'What changes of a schedule.',
    fields: t => ({
      id: whichSchedule(t),
      timing: t.field({ type: TimingInput, description: 'When it is due.' }),
      speaker: t.field({ type: SpeakerInput, description: 'Who speaks; an empty one: whoever is deployed.' }),
      horizon: t.int({ description: `${horizon}.` }),
      on: t.boolean({ description: 'Whether it runs.' }),
    }),
  }),
  payload: SchedulePayload,
  faults: [...faults, 'SCHEDULE_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id, speaker }) => ({ nodes: [id, speaker?.version] }),
  about: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id, speaker, ...draft }, { app }) => ({
    schedule: await updateSchedule(app, rowId(id.id), { ...draft, speaker: speakerOf(speaker) }),
  }),
})

const DeleteSchedulePayload = builder.objectRef<Schedule>('DeleteSchedulePayload').implement({
  description: 'What is not forecast by itself any more.',
  fields: t => ({
    id: t.id({ description: 'That of the schedule.', resolve: ({ id }) => encodeId('Schedule', id) }),
    ...scopeFields(t),
  }),
})

mutation('deleteSchedule', {
  description: 'Deletes a schedule with its runs and the forecasts it had made; turned off, it keeps these.',
  input: builder.inputType('DeleteScheduleInput', {
    description: 'Which schedule.',
    fields: t => ({ id: whichSchedule(t) }),
  }),
  payload: DeleteSchedulePayload,
  faults: ['INVALID_INPUT', 'SCHEDULE_NOT_FOUND'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => deleteSchedule(app, rowId(id.id)),
})

const RunPayload = builder.objectRef<{ readonly run: ScheduleRun }>('ScheduleRunPayload').implement({
  description: 'A run that waits for a worker.',
  fields: t => ({ run: t.expose('run', { type: ScheduleRunType, description: 'The run.' }) }),
})

mutation('runScheduleNow', {
  description: 'Runs a schedule once, be it on or off; when it is due next stays as it is.',
  input: builder.inputType('RunScheduleNowInput', {
    description: 'Which schedule.',
    fields: t => ({ id: whichSchedule(t) }),
  }),
  payload: RunPayload,
  faults: ['INVALID_INPUT', 'SCHEDULE_NOT_FOUND', 'UNDER_WAY'],
  needs: 'trainer',
  touches: ({ id }) => ({ nodes: [id] }),
  resolve: async ({ id }, { app }) => ({ run: await runScheduleNow(app, rowId(id.id)) }),
})
