import { Fault } from './fault.ts'

interface Described {
  readonly name: string
  /** What to call it on a form. */
  readonly title: string
  /** What it does, in a sentence. */
  readonly description: string
}

/** A number between two ends, both allowed. */
export interface NumberSetting extends Described {
  readonly type: 'number'
  readonly least: number
  readonly most: number
  readonly whole: boolean
  /** What it is counted in; null for a plain number. */
  readonly unit: string | null
  /** null: it is chosen where nothing is said, as the description tells. */
  readonly usual: number | null
}

export interface ChoiceSetting extends Described {
  readonly type: 'choice'
  readonly choices: readonly { readonly value: string; readonly title: string; readonly description: string }[]
  readonly usual: string
}

export interface SwitchSetting extends Described {
  readonly type: 'switch'
  readonly usual: boolean
}

/** A list of records, such as the layers of a network. */
export interface ListSetting extends Described {
  readonly type: 'list'
  readonly of: readonly (NumberSetting | ChoiceSetting | SwitchSetting)[]
  readonly fewest: number
  readonly most: number
  readonly usual: readonly SettingRecord[]
}

/** What a setting of a kind is and may be: forms, checks and the API's words are made from it. */
export type Setting = NumberSetting | ChoiceSetting | SwitchSetting | ListSetting

export type SettingRecord = Readonly<Record<string, number | string | boolean | null>>
export type SettingValue = number | string | boolean | null | readonly SettingRecord[]
/** One value per setting of the kind. */
export type Settings = Readonly<Record<string, SettingValue>>

/** What is wrong with a setting: where it is (`layers[1].units`), and what is allowed. */
export interface SettingProblem {
  readonly path: string
  readonly problem: string
}

/**
 * One value for every setting, those left out as usual. Throws INVALID_SETTINGS with `details.problems`, one for each field
 * that is wrong or unknown.
 */
export function defineSettings(described: readonly Setting[], given: Readonly<Record<string, unknown>>): Settings {
  const problems: SettingProblem[] = []
  const known = new Set(described.map(({ name }) => name))
  for (const name of Object.keys(given))
    if (!known.has(name))
      problems.push({ path: name, problem: `there is no such setting: there are ${[...known].join(', ')}` })
  const settings = Object.fromEntries(
    described.map(setting => [setting.name, read(setting, given[setting.name], setting.name, problems)]),
  )
  if (problems.length > 0) throw invalidSettings(problems)
  return settings
}

export const invalidSettings = (problems: readonly SettingProblem[]): Fault =>
  new Fault('INVALID_SETTINGS', problems.map(({ path, problem }) => `${path}: ${problem}`).join('; '), { problems })

function read(setting: Setting, value: unknown, path: string, problems: SettingProblem[]): SettingValue {
  if (value === undefined || value === null) return setting.usual
  if (setting.type !== 'list') return readOne(setting, value, path, problems)
  if (!Array.isArray(value) || value.length < setting.fewest || value.length > setting.most) {
    problems.push({ path, problem: `a list of ${setting.fewest} to ${setting.most}` })
    return setting.usual
  }
  return value.map((one: unknown, i) => readRecord(setting, one, `${path}[${i}]`, problems))
}

function readRecord({ of }: ListSetting, value: unknown, path: string, problems: SettingProblem[]): SettingRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({ path, problem: `holds ${of.map(({ name }) => name).join(', ')}` })
    return {}
  }
  const given = value as Readonly<Record<string, unknown>>
  for (const name of Object.keys(given))
    if (!of.some(one => one.name === name))
      problems.push({ path: `${path}.${name}`, problem: 'there is no such field' })
  return Object.fromEntries(
    of.map(one => [
      one.name,
      given[one.name] == null ? one.usual : readOne(one, given[one.name], `${path}.${one.name}`, problems),
    ]),
  )
}

function readOne(
  setting: Exclude<Setting, ListSetting>,
  value: unknown,
  path: string,
  problems: SettingProblem[],
): number | string | boolean | null {
  if (setting.type === 'switch') {
    if (typeof value === 'boolean') return value
    problems.push({ path, problem: 'is true or false' })
  } else if (setting.type === 'choice') {
    if (setting.choices.some(choice => choice.value === value)) return value as string
    problems.push({ path, problem: `is one of ${setting.choices.map(choice => choice.value).join(', ')}` })
  } else {
    const { least, most, whole } = setting
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
    if (fits) return value
    problems.push({ path, problem: `is a ${whole ? 'whole ' : ''}number from ${least} to ${most}` })
  }
  return setting.usual
}
