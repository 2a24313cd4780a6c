import { graphql, type ResultOf } from './graphql.ts'

const plainSettingFields = graphql(`
  fragment PlainSettingFields on Setting @_unmask {
    name
    title
    description
    type
    least
    most
    whole
    unit
    usual
    longest
    example
    secret
    needed
    choices { value title description }
  }
`)

/** All that a form needs to ask for a setting. */
export const settingFields = graphql(
  `
    fragment SettingFields on Setting @_unmask {
      ...PlainSettingFields
      fewestRecords
      mostRecords
      fields { ...PlainSettingFields }
    }
  `,
  [plainSettingFields],
)
export type Setting = ResultOf<typeof settingFields>
/** A setting of which there is one value: a field of a record, or one that is no list. */
export type PlainSetting = Setting['fields'][number]
