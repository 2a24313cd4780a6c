import { Fault } from '@seriema/domain/fault'
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  type Source,
  specifiedRules,
  validate,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { App } from '../app.ts'
import { actorOf } from '../audit/entry.ts'
import { breathing } from '../concurrency/breath.ts'
import { type Context, createContext } from '../schema/context.ts'
import { requireRoles } from '../schema/needs.ts'
import { giveUpErrand } from '../store/errand.ts'
import { answers } from './answers.ts'
import { requireTexts, wrongLiterals } from './gate.ts'
import { oversize, requireAffordable } from './limits.ts'
import { asFault, toGraphQLError } from './masking.ts'
import { measured, refusedBefore } from './measured.ts'
import { introspects } from './origins.ts'
import { sharing } from './sharing.ts'

/** Milliseconds an operation may take; what it stored by then stays stored. */
const patience = 60_000

/** How a document becomes an answer, over HTTP and WebSocket alike: the four steps of GraphQL.js, each with its limit. */
export function runOperations(app: App): Plugin {
  const { limits } = app.config
  const open = introspects(app.config)
  const reading = new WeakMap<Request, ReturnType<typeof breathing>>()

  const parseWithin = (source: string | Source): DocumentNode => parse(source, { maxTokens: limits.tokens })

  /** Size comes first: an oversized document is what makes the rules of GraphQL expensive. */
  const validateWithin = (...args: Parameters<typeof validate>): readonly GraphQLError[] => {
    const large = oversize(args[1], limits)
    const faults = large.length > 0 ? large : wrongLiterals(args[1])
    if (faults.length > 0) return faults.map(toGraphQLError)
    if (open) return validate(...args)
    const [schema, document, rules = specifiedRules, ...rest] = args
    return validate(schema, document, [...rules, NoSchemaIntrospectionCustomRule], ...rest).map(withoutSuggestions)
  }

  /** Step by step, for variables may be large: others have their turn in between. */
  const requireAllowed = async (args: ExecutionArgs): Promise<void> => {
    const { schema, document, operationName, variableValues } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) return
    requireRoles(schema, document, operation, (args.contextValue as Context).caller.grants)
    const breathe = breathing()
    requireTexts(schema, operation, variableValues ?? {})
    await breathe()
    requireAffordable(schema, document, operation, variableValues ?? {}, limits.cost)
    await breathe()
  }

  /** The audit of what somebody may not: an entry for each operation that was asked for. */
  const tell = ({ document, operationName, contextValue, variableValues }: ExecutionArgs, error: unknown): void => {
    const operation = getOperationAST(document, operationName)
    if (!operation || !(error instanceof Fault) || error.code !== 'ACCESS_DENIED') return
    const actor = actorOf((contextValue as Context).caller)
    const fields = operation.selectionSet.selections.map(node => (node.kind === Kind.FIELD ? node.name.value : '…'))
    for (const field of new Set(fields))
      app.audit.refused(actor, field, error, operation.operation === 'mutation' ? variableValues : undefined)
  }

  const executeWithin = async (args: ExecutionArgs): Promise<ExecutionResult> => {
    try {
      await requireAllowed(args)
    } catch (error) {
      tell(args, error)
      return refusal(error)
    }
    const result = execute(args)
    return result instanceof Promise ? inTime(result) : result
  }

  const subscribeWithin = async (args: ExecutionArgs) => {
    const context = args.contextValue as Context
    try {
      await requireAllowed(args)
      if (!('socket' in context))
        throw new Fault('INVALID_INPUT', 'subscriptions go over WebSocket at the same address: graphql-transport-ws')
    } catch (error) {
      tell(args, error)
      return refusal(error)
    }
    const source = await createSourceEventStream(args)
    if (!(Symbol.asyncIterator in source)) return source
    const { caller } = context
    const share = sharing(args, JSON.stringify(caller.grants))
    const answer = (event: unknown) =>
      share(event, () =>
        execute({ ...args, rootValue: event, contextValue: { ...context, ...createContext(app, caller) } }),
      )
    const { subscriptions, counts } = app.meters
    subscriptions.add(1)
    return answers(
      source,
      event => {
        counts.told(1)
        return answer(event)
      },
      () => subscriptions.add(-1),
    )
  }

  return {
    // Reading a large body takes its time, too.
    onRequestParse: ({ request }) => void reading.set(request, breathing()),
    onParams: ({ request }) => reading.get(request)?.(),
    onParse({ setParseFn }) {
      setParseFn(parseWithin)
      return ({ result }) => refusedBefore(app, result instanceof Error)
    },
    onValidate({ setValidationFn }) {
      setValidationFn(validateWithin)
      return ({ valid }) => refusedBefore(app, !valid)
    },
    onExecute: ({ setExecuteFn }) => setExecuteFn(args => measured(app, args, () => executeWithin(args))),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribeWithin),
  }
}

function refusal(error: unknown): ExecutionResult {
  if (asFault(error) !== null) return { errors: [toGraphQLError(error)] }
  throw error
}

async function inTime(result: Promise<ExecutionResult>): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ExecutionResult>(resolve => {
    timer = setTimeout(() => {
      giveUpErrand()
      resolve(refusal(new Fault('TIMED_OUT', `no answer within ${patience / 1_000} s: ask for less or try again`)))
    }, patience)
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `Did you mean …?` tells a stranger what there is. */
function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*$/s, '')
  return message === error.message ? error : new GraphQLError(message, { ...(error.nodes && { nodes: error.nodes }) })
}
