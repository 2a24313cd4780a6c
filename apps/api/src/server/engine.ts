import { Fault } from '@seriema/domain/fault'
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  Kind,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { App } from '../app.ts'
import { actorOf } from '../audit/entry.ts'
import { breathing } from '../concurrency/breath.ts'
import { type Context, createContext } from '../schema/context.ts'
import { requireRoles } from '../schema/needs.ts'
import { giveUpErrand } from '../store/errand.ts'
import { answers } from './answers.ts'
import { type Begun, operationNameIn } from './asked.ts'
import { createDocuments } from './documents.ts'
import { requireTexts } from './gate.ts'
import { requireAffordable } from './limits.ts'
import { asFault, toGraphQLError } from './masking.ts'
import { measured, refusedBefore } from './measured.ts'
import { sharing } from './sharing.ts'
import { createUntaken } from './untaken.ts'

/** Milliseconds an operation may take; what it stored by then stays stored. */
const patience = 60_000

const byGet = new Fault('INVALID_INPUT', 'a mutation goes by POST')

/** How a document becomes an answer, over HTTP and WebSocket alike: the four steps of GraphQL.js, each with its limit. */
export function runOperations(app: App, schema: GraphQLSchema): Plugin {
  const { limits } = app.config
  const documents = createDocuments(app.config)
  const untaken = createUntaken(app, schema)
  const reading = new WeakMap<Request, ReturnType<typeof breathing>>()

  /** Step by step, for variables may be large: others have their turn in between. */
  const requireAllowed = async (args: ExecutionArgs): Promise<void> => {
    const { document, operationName, variableValues } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) return
    requireRoles(schema, document, operation, (args.contextValue as Context).caller.grants)
    const breathe = breathing()
    requireTexts(schema, operation, variableValues ?? {})
    await breathe()
    requireAffordable(schema, document, operation, variableValues ?? {}, limits.cost)
    await breathe()
  }

  /** The audit of what somebody may not, an entry for each operation that was asked for, and of mutations that are not taken. */
  const tell = ({ document, operationName, contextValue, variableValues }: ExecutionArgs, error: unknown): void => {
    const operation = getOperationAST(document, operationName)
    if (!operation || !(error instanceof Fault)) return
    const { caller } = contextValue as Context
    if (error.code !== 'ACCESS_DENIED') {
      untaken.document(caller, document, operationName ?? null, [error])
      return
    }
    const actor = actorOf(caller)
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
    if (result instanceof Promise) result.then(done => tellUntaken(args, done)).catch(() => {})
    else tellUntaken(args, result)
    return result instanceof Promise ? inTime(result) : result
  }

  const tellUntaken = ({ document, operationName, contextValue }: ExecutionArgs, result: ExecutionResult): void => {
    const operation = getOperationAST(document, operationName)
    if (operation && result.errors !== undefined) untaken.result((contextValue as Context).caller, operation, result)
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
    onParse({ setParseFn, params, context }) {
      setParseFn(documents.parse)
      const begun = context as unknown as Begun
      const { caller, request } = begun
      return ({ result }) => {
        refusedBefore(app, result instanceof Error)
        if (result instanceof Error) untaken.text(caller, String(params.source), result)
        else if (request?.method === 'GET')
          untaken.document(caller, result as DocumentNode, operationNameIn(begun), [byGet])
      }
    },
    onValidate({ setValidationFn, params, context }) {
      setValidationFn(documents.validate)
      return ({ valid, result }) => {
        refusedBefore(app, !valid)
        const begun = context as unknown as Begun
        if (!valid) untaken.document(begun.caller, params.documentAST, operationNameIn(begun), result)
      }
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
