import { parseArgs } from 'node:util'
import { Fault } from '@seriema/domain/fault'
import type { Environment } from '../config.ts'
import type { ImportPlan } from '../sources/file/plan.ts'

export interface ImportCommand {
  readonly path: string
  readonly key: string
  readonly plan: ImportPlan
  readonly replace: boolean
  readonly dryRun: boolean
  readonly api: string
  /** By which whoever asks is known; null: by nothing. Never an option, for those are seen by all on a machine. */
  readonly apiKey: string | null
}

/** Throws INVALID_INPUT, saying what is missing or unknown. */
export function parseImport(args: readonly string[], environment: Environment): ImportCommand {
  const { values, positionals } = parse(args)
  if (positionals.length !== 1) throw new Fault('INVALID_INPUT', 'name one file to import')
  if (values.series === undefined) throw new Fault('INVALID_INPUT', 'name the series to import into: --series KEY')
  const api = values.api ?? (environment.SERIEMA_API_URL || 'http://127.0.0.1:4000')
  if (!URL.canParse(api) || !/^https?:$/.test(new URL(api).protocol))
    throw new Fault('INVALID_INPUT', `--api is an address like http://127.0.0.1:4000, not ${api}`)
  return {
    path: positionals[0]!,
    key: values.series,
    plan: {
      delimiter: values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter,
      header: values['no-header'] ? false : values.header ? true : undefined,
      timeColumn: values['time-column'],
      timeFormat: values['time-format'],
      timeZone: values['time-zone'],
      valueColumns: values.values?.split(',').map(name => name.trim()),
      counters: values.counters?.split(',').map(name => name.trim()),
      keyColumn: values['one-series'] ? '' : values['key-column'],
      decimalComma: values['decimal-comma'] ? true : values['decimal-point'] ? false : undefined,
      missing: values.missing?.split(',').map(mark => mark.trim()),
    },
    replace: values.replace ?? false,
    dryRun: values['dry-run'] ?? false,
    api,
    apiKey: environment.SERIEMA_API_KEY || null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: withSigned(args),
      allowPositionals: true,
      options: {
        series: { type: 'string' },
        delimiter: { type: 'string' },
        header: { type: 'boolean' },
        'no-header': { type: 'boolean' },
        'time-column': { type: 'string' },
        'time-format': { type: 'string' },
        'time-zone': { type: 'string' },
        values: { type: 'string' },
        counters: { type: 'string' },
        'key-column': { type: 'string' },
        'one-series': { type: 'boolean' },
        'decimal-comma': { type: 'boolean' },
        'decimal-point': { type: 'boolean' },
        missing: { type: 'string' },
        replace: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        api: { type: 'string' },
      },
    })
  } catch (error) {
    throw new Fault('INVALID_INPUT', (error as Error).message)
  }
}

/** What an option is given may begin with a sign and a digit: `--missing -999`, `--time-zone -03:00`. */
const withSigned = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    const signed = /^-\d/.test(args[i + 1] ?? '')
    if (/^-\d/.test(arg) && /^--[a-z-]+$/.test(args[i - 1] ?? '')) return []
    return signed && /^--[a-z-]+$/.test(arg) ? [`${arg}=${args[i + 1]}`] : [arg]
  })
