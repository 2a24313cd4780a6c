import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  type Source,
  specifiedRules,
  validate,
} from 'graphql'
import type { Config } from '../config.ts'
import { wrongLiterals } from './gate.ts'
import { oversize } from './limits.ts'
import { toGraphQLError } from './masking.ts'
import { introspects } from './origins.ts'

/** How a text becomes a document of the schema, within its limits. */
export function createDocuments(config: Pick<Config, 'host' | 'introspection' | 'limits'>) {
  const { limits } = config
  const open = introspects(config)
  return {
    parse: (source: string | Source): DocumentNode => parse(source, { maxTokens: limits.tokens }),
    /** Size comes first: an oversized document is what makes the rules of GraphQL expensive. */
    validate: (...args: Parameters<typeof validate>): readonly GraphQLError[] => {
      const large = oversize(args[1], limits)
      const faults = large.length > 0 ? large : wrongLiterals(args[1])
      if (faults.length > 0) return faults.map(toGraphQLError)
      if (open) return validate(...args)
      const [schema, document, rules = specifiedRules, ...rest] = args
      return validate(schema, document, [...rules, NoSchemaIntrospectionCustomRule], ...rest).map(withoutSuggestions)
    },
  }
}

/** `Did you mean …?` tells a stranger what there is. */
function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*$/s, '')
  return message === error.message ? error : new GraphQLError(message, { ...(error.nodes && { nodes: error.nodes }) })
}
