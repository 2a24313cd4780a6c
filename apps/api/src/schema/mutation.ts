import type { InputObjectRef, ObjectRef } from '@pothos/core'
import type { AccessRole } from '@seriema/domain/access'
import type { FaultCode } from '@seriema/domain/fault'
import { accounted } from './account.ts'
import { builder, type Types } from './builder.ts'
import type { Context } from './context.ts'
import { outcome } from './fault.ts'
import { needs } from './needs.ts'
import { requireReach, type Touched } from './touch.ts'

const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1)

const ofMutations = new WeakSet<object>()

/** Whether an error came of what a mutation did, which the audit knows of; not of reading what it was given. */
export const isOfMutation = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && ofMutations.has(error)

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (typeof error === 'object' && error !== null) ofMutations.add(error)
    throw error
  }
}

/** A mutation as all of them are: one `input`, and a union `…Result` of its payload and the Faults it can end in. */
export function mutation<I, T extends object>(
  name: string,
  field: {
    description: string
    input: InputObjectRef<Types, I>
    payload: ObjectRef<Types, T>
    faults: readonly FaultCode[]
    /** The role it takes. */
    needs: AccessRole
    /** What it is about to change; where it does not say, it takes the role for all series. */
    touches?: (input: I) => Touched
    /** What the audit says it is about [what it touches]; null: it is counted in the audit, call by call, elsewhere. */
    about?: ((input: I) => Touched) | null
    /** What is there that was not before. */
    makes?: (payload: T) => Touched
    resolve: (input: I, context: Context) => Promise<T>
  },
): void {
  const { payload, faults, description, input, needs: role, touches, about, makes, resolve } = field
  const { type, settle } = outcome(`${capital(name)}Result`, {
    description: `What \`${name}\` ends in.`,
    payload,
    faults,
  })
  builder.mutationField(name, t =>
    t.field({
      type,
      description,
      complexity: 10,
      extensions: needs(role, { everywhere: touches === undefined }),
      args: { input: t.arg({ type: input, required: true, description: 'What to do it with.' }) },
      // Whether `T` is a list is open to the compiler here; an `ObjectRef` never is.
      resolve: ((_root: unknown, args: { readonly input: I }, context: Context) =>
        settle(() => {
          const { input } = args
          const work = async () => {
            if (touches !== undefined) await requireReach(context, role, touches(input))
            return resolve(input, context)
          }
          if (about === null) return reached(work)
          const account = { operation: name, input, about: (about ?? touches)?.(input) ?? {} }
          return reached(() => accounted(context, account, makes, work))
        })) as never,
    }),
  )
}
