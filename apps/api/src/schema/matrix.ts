import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { accessRoles, suffices } from '@seriema/domain/access'
import { type GraphQLObjectType, isObjectType } from 'graphql'
import { needsOfField } from './needs.ts'
import { schema } from './schema.ts'

/** Who may what: its diff is the review of a change to access. */
const keptAt = fileURLToPath(new URL('../../../../docs/access-matrix.md', import.meta.url))

const head = `# Who may what

Written by \`pnpm access\`; a test fails where it is not as the schema has it. A star: only whoever has the role for all series.
Without one, a role for some series is enough for what touches these alone.
`

const columns = (first: string) =>
  `| ${first} | ${accessRoles.join(' | ')} |\n| --- | ${accessRoles.map(() => ':-:').join(' | ')} |\n`

function row(name: string, type: GraphQLObjectType, field: string): string {
  const { role, everywhere } = needsOfField(schema, type, field)
  const cells = accessRoles.map(each => (suffices(each, role) ? (everywhere ? 'yes *' : 'yes') : ''))
  return `| ${name} | ${cells.join(' | ')} |\n`
}

/** Operations one by one, then types: a type as one line, and fields apart that ask for something else. */
export function matrix(): string {
  const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!]
  const operations = roots.map(root => {
    const rows = Object.keys(root.getFields()).map(name => row(`\`${name}\``, root, name))
    return `\n## ${root.name}\n\n${columns('operation')}${rows.join('')}`
  })
  const types = Object.values(schema.getTypeMap())
    .filter(type => isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type))
    .map(type => type as GraphQLObjectType)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const rows = types.map(type => row(`\`${type.name}\``, type, Object.keys(type.getFields())[0]!))
  return `${head}${operations.join('')}\n## Types\n\n${columns('type')}${rows.join('')}`
}

export const keptMatrix = (): string => readFileSync(keptAt, 'utf8')

if (import.meta.main) writeFileSync(keptAt, matrix())
