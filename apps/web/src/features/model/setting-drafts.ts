import type { PlainSetting, Setting } from '../../graphql/setting.ts'

/** What a field of a form holds: text, a choice or a tick, or the rows of a list. */
export type PlainDraft = string | boolean
export type Row = Readonly<Record<string, PlainDraft>>
export type Draft = PlainDraft | readonly Row[]
export type Drafts = Readonly<Record<string, Draft>>

/** What a field shows for a value; a number that is left to the kind is an empty one. */
const plainDraft = (setting: PlainSetting, value: unknown): PlainDraft =>
  setting.type === 'SWITCH' ? value === true : value === null || value === undefined ? '' : String(value)

export const rowOf = (setting: Setting, value: Readonly<Record<string, unknown>> = {}): Row =>
  Object.fromEntries(setting.fields.map(field => [field.name, plainDraft(field, value[field.name] ?? field.usual)]))

/** A form's fields for the settings of a kind: as given, and as usual where nothing is. */
export const draftsOf = (settings: readonly Setting[], values: Readonly<Record<string, unknown>>): Drafts =>
  Object.fromEntries(
    settings.map(setting => {
      const value = values[setting.name] ?? setting.usual
      if (setting.type !== 'LIST') return [setting.name, plainDraft(setting, value)]
      return [setting.name, (value as readonly Record<string, unknown>[]).map(row => rowOf(setting, row))]
    }),
  )

function readPlain(setting: PlainSetting, draft: PlainDraft | undefined): unknown {
  if (setting.type === 'SWITCH') return draft === true
  const text = String(draft ?? '').trim()
  if (text === '') return null
  return setting.type === 'NUMBER' ? Number(text) : text
}

/** The settings a form holds, as the API takes them: null is as usual. */
export const readDrafts = (settings: readonly Setting[], drafts: Drafts): Record<string, unknown> =>
  Object.fromEntries(
    settings.map(setting => {
      const draft = drafts[setting.name]
      if (setting.type !== 'LIST') return [setting.name, readPlain(setting, draft as PlainDraft | undefined)]
      const rows = (draft ?? []) as readonly Row[]
      return [
        setting.name,
        rows.map(row =>
          Object.fromEntries(setting.fields.map(field => [field.name, readPlain(field, row[field.name])])),
        ),
      ]
    }),
  )
