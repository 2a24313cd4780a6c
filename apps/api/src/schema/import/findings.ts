import type { Guess, KeyCandidate, LeftOut, Note, SuspiciousValue } from '../../sources/file/findings.ts'
import type { bounded, FoundInFile } from '../../sources/file/found.ts'
import type { LayoutChannel } from '../../sources/file/plan.ts'
import { builder } from '../builder.ts'
import { ChannelKindEnum } from '../channel.ts'
import { closedSet } from '../enums.ts'
import { needs } from '../needs.ts'
import { ImportPlanType } from './plan.ts'

const LeftOutType = builder.objectRef<LeftOut>('LeftOutColumn').implement({
  extensions: needs('nothing'),
  description: 'A column of a file that goes nowhere.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    position: t.exposeInt('position', { description: '0-based place in the row.' }),
    why: t.exposeString('why', { description: 'Why it was left out.' }),
  }),
})

const GuessType = builder.objectRef<Guess>('ImportGuess').implement({
  extensions: needs('nothing'),
  description: 'A reading that the file does not prove.',
  fields: t => ({
    about: t.string({
      description: 'What it is about: numbers, dates, zone, series, hours or time.',
      resolve: guess => guess.about,
    }),
    message: t.exposeString('message', { description: 'What was read as what, in words.' }),
    otherwise: t.expose('otherwise', {
      type: ImportPlanType,
      nullable: true,
      description: 'What to set for the other reading; null where there is no single one.',
    }),
    doubtful: t.exposeBoolean('doubtful', {
      description: 'Whether it should be looked at before anything is stored: such a guess is among `problems`, too.',
    }),
  }),
})

const SuspiciousType = builder.objectRef<SuspiciousValue>('SuspiciousValue').implement({
  extensions: needs('nothing'),
  description: 'A number that looks like a mark for missing. It stays a number unless `missing` of the plan names it.',
  fields: t => ({
    column: t.exposeString('column', { description: 'Where it stands.' }),
    value: t.exposeFloat('value', { description: 'The number.' }),
    count: t.exposeInt('count', { description: 'How often, among the rows looked at.' }),
  }),
})

const KeyCandidateType = builder.objectRef<KeyCandidate>('KeyCandidate').implement({
  extensions: needs('nothing'),
  description: 'A column that could tell series apart.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    values: t.exposeInt('values', { description: 'Different values among the rows looked at.' }),
  }),
})

const FoundChannelType = builder.objectRef<LayoutChannel>('FoundChannel').implement({
  extensions: needs('nothing'),
  description: 'A channel that a file makes.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: 'From the header, a row of units or the cells; null where the file says none.',
    }),
    kind: t.expose('kind', { type: ChannelKindEnum, description: 'As the plan says it.' }),
  }),
})

export const NoteType = builder.objectRef<Note>('ImportNote').implement({
  extensions: needs('nothing'),
  description: 'Something that was read another way, or not at all: told once for all its lines.',
  fields: t => ({
    kind: t.string({ description: 'What it is about, in one word.', resolve: note => note.kind }),
    message: t.exposeString('message', { description: 'What was done and why, in words.' }),
    count: t.exposeInt('count', { description: 'How often.' }),
    line: t.exposeFloat('line', { description: '1-based first line it holds for.' }),
  }),
})

const DateOrderEnum = closedSet<NonNullable<FoundInFile['dateOrder']>>(
  'DateOrder',
  'What comes first in a written date.',
  { day: 'The day: 31/01/2026.', month: 'The month: 01/31/2026.', year: 'The year: 2026-01-31.' },
)

export type Found = ReturnType<typeof bounded>

/** What every reading of a file says of it. */
export const FileFindings = builder.interfaceRef<Found>('FileFindings').implement({
  description: 'How a file is read, and what of that is not certain.',
  fields: t => ({
    encoding: t.string({
      nullable: true,
      description: 'How its characters are written: utf-8, utf-16le, utf-16be or windows-1252; null of a text.',
      resolve: found => found.encoding,
    }),
    delimiter: t.exposeString('delimiter', { description: 'What stands between cells.' }),
    header: t.exposeBoolean('header', { description: 'Whether a row holds names.' }),
    timeColumn: t.exposeString('timeColumn', {
      description: 'Column of the instants, several as `date + time`; empty where the columns are instants.',
    }),
    timeFormat: t.exposeString('timeFormat', {
      description: 'How they are written: `ISO 8601`, `epoch s`, `epoch ms`, or a pattern such as `DD/MM/YYYY HH:mm`.',
    }),
    dateOrder: t.expose('dateOrder', {
      type: DateOrderEnum,
      nullable: true,
      description: 'What comes first in its dates; null where that is no question.',
    }),
    timeZone: t.exposeString('timeZone', { description: 'Zone or offset of times without an offset.' }),
    zoneSaid: t.exposeString('zoneSaid', {
      nullable: true,
      description: 'Zone that the file itself names; null where it names none.',
    }),
    keyColumn: t.exposeString('keyColumn', {
      nullable: true,
      description: 'Column whose values each become a series, several as `host + field`; null: one series.',
    }),
    keyCandidates: t.expose('keyCandidates', {
      type: [KeyCandidateType],
      description: 'Columns that could tell series apart.',
    }),
    valueColumns: t.exposeStringList('valueColumns', { description: 'Columns of values, in order, the first 200.' }),
    channels: t.expose('channels', { type: [FoundChannelType], description: 'What a series will have.' }),
    columnsAreInstants: t.exposeBoolean('columnsAreInstants', {
      description: 'Whether each value column is an instant of its own, such as an hour of the day.',
    }),
    decimalComma: t.exposeBoolean('decimalComma', { description: 'Whether 1,5 means one and a half.' }),
    decimalProven: t.exposeBoolean('decimalProven', {
      description: 'Whether a cell among those looked at proves the decimal sign.',
    }),
    newestFirst: t.exposeBoolean('newestFirst', { description: 'Whether the newest row comes first.' }),
    leftOut: t.expose('leftOut', { type: [LeftOutType], description: 'Columns that go nowhere, the first 200.' }),
    leftOutCount: t.exposeInt('leftOutCount', { description: 'How many columns go nowhere.' }),
    guesses: t.expose('guesses', { type: [GuessType], description: 'Readings that the file does not prove.' }),
    suspicious: t.expose('suspicious', {
      type: [SuspiciousType],
      description: 'Numbers that look like marks for missing.',
    }),
  }),
})

export const DetectedType = builder.objectRef<Found>('DetectedInFile').implement({
  extensions: needs('nothing'),
  description: 'What was found out about a file when it was opened.',
  interfaces: [FileFindings],
})
