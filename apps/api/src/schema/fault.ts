import type { ObjectRef, UnionRef } from '@pothos/core'
import { Fault, type FaultCode, faultCodes, faultMeaning } from '@seriema/domain/fault'
import type { SettingProblem } from '@seriema/domain/setting'
import { noteWait, retryAfterOf } from '../access/retry-after.ts'
import { builder, type Types } from './builder.ts'
import { needs } from './needs.ts'

const typeName = (code: FaultCode): string =>
  code
    .split('_')
    .map(word => word[0] + word.slice(1).toLowerCase())
    .join('')

const answer = Symbol('an answer')

export const FaultCodeEnum = builder.enumType('FaultCode', {
  description: 'Every way a request can end that its caller can act on. Codes never change meaning.',
  values: Object.fromEntries(faultCodes.map(code => [code, { description: faultMeaning(code) }])) as Record<
    FaultCode,
    { description: string }
  >,
})

/** A Fault that is an answer. Not the error itself: GraphQL takes an error for a failure, even one returned. */
export interface FaultAnswer {
  readonly code: FaultCode
  readonly message: string
  readonly details: Fault['details']
  readonly [answer]: true
}

export const asAnswer = ({ code, message, details }: Fault): FaultAnswer => ({ code, message, details, [answer]: true })

const isFaultAnswer = (value: object): value is FaultAnswer => answer in value

export const FaultInterface = builder.interfaceRef<FaultAnswer>('Fault').implement({
  extensions: needs('nothing'),
  description: 'A failure the caller can act on. Ask for `... on Fault { code message }` to catch every one.',
  resolveType: fault => typeName(fault.code),
  fields: t => ({
    code: t.field({ type: FaultCodeEnum, description: 'What kind of failure.', resolve: fault => fault.code }),
    message: t.exposeString('message', { description: 'What went wrong and what to do, in words.' }),
  }),
})

const faultTypes = new Map(
  faultCodes.map(code => [
    code,
    builder
      .objectRef<FaultAnswer>(typeName(code))
      .implement({ extensions: needs('nothing'), description: faultMeaning(code), interfaces: [FaultInterface] }),
  ]),
)

const SettingProblemType = builder.objectRef<SettingProblem>('SettingProblem').implement({
  extensions: needs('nothing'),
  description: 'What is wrong with a setting.',
  fields: t => ({
    path: t.exposeString('path', { description: 'Which: `rate`, or `layers[1].units`.' }),
    problem: t.exposeString('problem', { description: 'What is allowed, in words.' }),
  }),
})

builder.objectField(faultTypes.get('INVALID_SETTINGS')!, 'problems', t =>
  t.field({
    type: [SettingProblemType],
    description: 'One for each field that is wrong or unknown.',
    resolve: ({ details }) => (details.problems ?? []) as readonly SettingProblem[],
  }),
)

builder.objectField(faultTypes.get('TOO_MANY_REQUESTS')!, 'retryAfter', t =>
  t.int({
    nullable: true,
    description: 'Seconds to wait before it is asked again; null where that is not known.',
    resolve: fault => retryAfterOf(fault) ?? null,
  }),
)

/** The union of a payload and the Faults it can end in, and how to resolve to it. */
export function outcome<T extends object>(
  name: string,
  { description, payload, faults }: { description: string; payload: ObjectRef<Types, T>; faults: readonly FaultCode[] },
) {
  const type: UnionRef<Types, T | FaultAnswer> = builder.unionType(name, {
    description,
    types: [payload, ...faults.map(code => faultTypes.get(code)!)],
    resolveType(value, { app }, { fieldName }) {
      if (!isFaultAnswer(value)) return payload.name
      app.meters.counts.refused(fieldName, value.code)
      return typeName(value.code)
    },
  })
  /** A Fault that the union lists is an answer; any other error goes on. */
  const settle = async (work: () => Promise<T> | T): Promise<T | FaultAnswer> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Fault && faults.includes(error.code))) throw error
      noteWait(error)
      return asAnswer(error)
    }
  }
  return { type, settle }
}
