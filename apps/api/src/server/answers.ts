import type { ExecutionResult } from 'graphql'
import { toGraphQLError } from './masking.ts'

/**
 * One answer per event, in order. `return` goes straight to the source, so that a subscription waiting for its next
 * event ends at once; a source that throws ends with one last answer that says why. `ended` is called once, however it
 * ends.
 */
export function answers(
  source: AsyncIterable<unknown>,
  answer: (event: unknown) => ExecutionResult | Promise<ExecutionResult>,
  ended: () => void,
): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]()
  const done = { done: true, value: undefined } as const
  let open = true
  const end = () => {
    if (open) ended()
    open = false
    return done
  }
  return {
    async next() {
      if (!open) return done
      try {
        const event = await events.next()
        return event.done ? end() : { done: false, value: await answer(event.value) }
      } catch (error) {
        end()
        return { done: false, value: { errors: [toGraphQLError(error)] } }
      }
    },
    async return() {
      end()
      await events.return?.()
      return done
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
