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

/** How a text is written: on one line, as an address of the web, or as addresses of e-mail separated by commas. */
export const textFormats = ['line', 'url', 'emails'] as const
export type TextFormat = (typeof textFormats)[number]

/** A text of one line, 1 character at least. */
export interface TextSetting extends Described {
  readonly type: 'text'
  readonly format: TextFormat
  readonly longest: number
  /** Whether it is never shown again. */
  readonly secret: boolean
  /** Whether there must be one; else none is usual. */
  readonly needed: boolean
  readonly example: string
  readonly usual: null
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
export type Setting = NumberSetting | ChoiceSetting | SwitchSetting | TextSetting | ListSetting

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
  if (value === undefined || value === null) {
    if (setting.type === 'text' && setting.needed)
      problems.push({ path, problem: `is missing: ${allowedText(setting)}` })
    return setting.usual
  }
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
  } else if (setting.type === 'text') {
    if (typeof value === 'string' && isText(setting, value.trim())) return value.trim()
    problems.push({ path, problem: `is ${allowedText(setting)}` })
  } else {
    const { least, most, whole } = setting
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
    if (fits) return value
    problems.push({ path, problem: `is a ${whole ? 'whole ' : ''}number from ${least} to ${most}` })
  }
  return setting.usual
}

/** No line break, and nothing else that could end a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
const printable = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/
const email = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/

const written: Readonly<Record<TextFormat, (text: string) => boolean>> = {
  line: () => true,
  url: text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  emails: text => text.split(',').every(one => email.test(one.trim())),
}

const isText = ({ format, longest }: TextSetting, text: string): boolean =>
  text.length <= longest && text.isWellFormed() && printable.test(text) && written[format](text)

const formatsInWords: Readonly<Record<TextFormat, string>> = {
  line: 'a text of one line',
  url: 'an address of the web',
  emails: 'addresses of e-mail, separated by commas',
}

const allowedText = ({ format, longest, example }: TextSetting): string =>
  `${formatsInWords[format]} like ${example}, at most ${longest} characters`
