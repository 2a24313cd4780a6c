import type { ChoiceSetting, ListSetting, NumberSetting, Settings, SwitchSetting } from '@seriema/domain/setting'

type Words = readonly [title: string, description: string]
type Bounds = Partial<Pick<NumberSetting, 'unit' | 'whole'>>

export const number = (
  name: string,
  [title, description]: Words,
  [least, most]: readonly [number, number],
  usual: number | null,
  { unit = null, whole = true }: Bounds = {},
): NumberSetting => ({ type: 'number', name, title, description, least, most, whole, unit, usual })

export const share = (name: string, words: Words, usual: number, most = 0.99): NumberSetting =>
  number(name, words, [0, most], usual, { whole: false })

export const toggle = (name: string, [title, description]: Words, usual: boolean): SwitchSetting => ({
  type: 'switch',
  name,
  title,
  description,
  usual,
})

export const choice = (
  name: string,
  [title, description]: Words,
  choices: Readonly<Record<string, Words>>,
  usual: string,
): ChoiceSetting => ({
  type: 'choice',
  name,
  title,
  description,
  choices: Object.entries(choices).map(([value, words]) => ({ value, title: words[0], description: words[1] })),
  usual,
})

export const list = (
  name: string,
  [title, description]: Words,
  of: ListSetting['of'],
  [fewest, most]: readonly [number, number],
  usual: ListSetting['usual'],
): ListSetting => ({ type: 'list', name, title, description, of, fewest, most, usual })

/** Hours in a year: the most a network looks back or ahead. */
const longestReach = 8_760

export const lookback = (usual: number | null, description: string): NumberSetting =>
  number('lookback', ['Looks back', description], [1, longestReach], usual, { unit: 'points' })

export const horizon = (usual: number, most = longestReach): NumberSetting =>
  number('horizon', ['Forecasts', 'Points ahead that are forecast.'], [1, most], usual, { unit: 'points' })

/** How a history is split in time: the last part judges, the one before decides what is learnt. */
export const ratios: readonly NumberSetting[] = [
  share('validation', ['For validation', 'Share of the history that decides when learning ends.'], 0.15),
  share('test', ['For the test', 'Share of the history, its end, that the version is judged on.'], 0.15),
]

/** Of a long history, how much is looked at; it is cut off before the recipe. */
export const recent = number(
  'recent',
  ['Learns from', 'The newest points of a series that it learns from; left out, all of them.'],
  [2, 100_000_000],
  null,
  { unit: 'points' },
)

/** A setting that is a number; what `defineSettings` made has one for each. */
export const numberOf = (settings: Settings, name: string): number => settings[name] as number
