import { parseArgs } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { ImportPlan } from '../sources/file/plan.ts'

export interface ImportCommand {
  readonly path: string
  readonly key: string
  readonly plan: ImportPlan
  readonly replace: boolean
  readonly dryRun: boolean
  readonly api: string
}

/** Throws INVALID_INPUT, saying what is missing or unknown. */
export function parseImport(args: readonly string[], defaultApi: string): ImportCommand {
  const { values, positionals } = parse(args)
  if (positionals.length !== 1) throw new Fault('INVALID_INPUT', 'name one file to import')
  if (values.series === undefined) throw new Fault('INVALID_INPUT', 'name the series to import into: --series KEY')
  const api = values.api ?? defaultApi
  if (!URL.canParse(api) || !/^https?:$/.test(new URL(api).protocol))
    throw new Fault('INVALID_INPUT', `--api is an address like http://127.0.0.1:4000, not ${api}`)
  return {
    path: positionals[0]!,
    key: values.series,
    plan: {
      delimiter: values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter,
      header: values['no-header'] ? false : undefined,
      timeColumn: values['time-column'],
      timeFormat: values['time-format'],
      timeZone: values['time-zone'],
      valueColumns: values.values?.split(',').map(name => name.trim()),
      keyColumn: values['key-column'],
      decimalComma: values['decimal-comma'] ? true : undefined,
    },
    replace: values.replace ?? false,
    dryRun: values['dry-run'] ?? false,
    api,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        series: { type: 'string' },
        delimiter: { type: 'string' },
        'no-header': { type: 'boolean' },
        'time-column': { type: 'string' },
        'time-format': { type: 'string' },
        'time-zone': { type: 'string' },
        values: { type: 'string' },
        'key-column': { type: 'string' },
        'decimal-comma': { type: 'boolean' },
        replace: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        api: { type: 'string' },
      },
    })
  } catch (error) {
    throw new Fault('INVALID_INPUT', (error as Error).message)
  }
}
