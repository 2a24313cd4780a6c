import { seriesBounds } from '@seriema/domain/series'
import type { ImportPlan } from '../../sources/file/plan.ts'
import { builder } from '../builder.ts'
import { needs } from '../needs.ts'

const meanings = {
  delimiter: 'What stands between cells, one character.',
  header: 'Whether the first row holds names.',
  timeColumn:
    'Column of the instants; several whose cells make one together as `date + time`; empty where the columns themselves are instants.',
  timeFormat: 'How they are written: `ISO 8601`, `epoch s`, `epoch ms`, or a pattern such as `DD/MM/YYYY HH:mm`.',
  timeZone: 'IANA zone of times without an offset, such as America/Sao_Paulo, or an offset such as -03:00 [UTC].',
  valueColumns: `Columns that become channels, in order, at most ${seriesBounds.channels}.`,
  counters:
    "Value columns whose readings go on and on, as a meter's do; those of a new series become counters, see `Channel.kind`.",
  keyColumn: 'One series per value of this column, or of several as `host + field`; empty for one series in all.',
  decimalComma: 'Whether 1,5 means one and a half.',
  missing: 'Cells that mean no value, beside the usual ones, such as `-999`.',
} as const

export const ImportPlanInput = builder.inputType('ImportPlanInput', {
  description: 'How to read a file. Whatever is left out is detected; columns go by name.',
  fields: t => ({
    delimiter: t.string({ description: meanings.delimiter }),
    header: t.boolean({ description: meanings.header }),
    timeColumn: t.string({ description: meanings.timeColumn }),
    timeFormat: t.string({ description: meanings.timeFormat }),
    timeZone: t.string({ description: meanings.timeZone }),
    valueColumns: t.stringList({ description: meanings.valueColumns }),
    counters: t.stringList({ description: meanings.counters }),
    keyColumn: t.string({ description: meanings.keyColumn }),
    decimalComma: t.boolean({ description: meanings.decimalComma }),
    missing: t.stringList({ description: meanings.missing }),
  }),
})

export const ImportPlanType = builder.objectRef<ImportPlan>('ImportPlan').implement({
  extensions: needs('nothing'),
  description: 'How a file is to be read: null where that is left to be detected.',
  fields: t => ({
    delimiter: t.string({ nullable: true, description: meanings.delimiter, resolve: plan => plan.delimiter }),
    header: t.boolean({ nullable: true, description: meanings.header, resolve: plan => plan.header }),
    timeColumn: t.string({ nullable: true, description: meanings.timeColumn, resolve: plan => plan.timeColumn }),
    timeFormat: t.string({ nullable: true, description: meanings.timeFormat, resolve: plan => plan.timeFormat }),
    timeZone: t.string({ nullable: true, description: meanings.timeZone, resolve: plan => plan.timeZone }),
    valueColumns: t.stringList({
      nullable: true,
      description: meanings.valueColumns,
      resolve: plan => plan.valueColumns,
    }),
    counters: t.stringList({ nullable: true, description: meanings.counters, resolve: plan => plan.counters }),
    keyColumn: t.string({ nullable: true, description: meanings.keyColumn, resolve: plan => plan.keyColumn }),
    decimalComma: t.boolean({ nullable: true, description: meanings.decimalComma, resolve: plan => plan.decimalComma }),
    missing: t.stringList({ nullable: true, description: meanings.missing, resolve: plan => plan.missing }),
  }),
})
