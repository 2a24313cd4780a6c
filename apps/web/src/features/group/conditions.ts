import type { GroupFields } from '../../graphql/group.ts'

type Conditions = GroupFields['conditions']

/** Conditions as text, one a line: `attribute = value, value`, or the attribute alone where it may say anything. */
export const writeConditions = (conditions: Conditions): string =>
  conditions
    .map(({ attribute, values }) => (values.length === 0 ? attribute : `${attribute} = ${values.join(', ')}`))
    .join('\n')

/** The conditions a text holds; empty lines are left out. */
export const readConditions = (text: string): Conditions =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const at = line.indexOf('=')
      const attribute = (at === -1 ? line : line.slice(0, at)).trim()
      const values = at === -1 ? [] : line.slice(at + 1).split(',')
      return { attribute, values: values.map(value => value.trim()).filter(value => value !== '') }
    })
