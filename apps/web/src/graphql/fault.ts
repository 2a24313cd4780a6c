import type { CombinedError } from 'urql'
import { t } from '../messages/message.ts'

/** Any member of a result union that is not the payload. */
interface FaultLike {
  readonly __typename: string
  readonly code: string
  readonly message: string
}

/** What a result union holds when nothing went wrong. */
export type Payload<Result> = Exclude<Result, FaultLike>

/** Tells a Fault in a result union from its payload. */
export const isFault = <Result extends { __typename: string }>(result: Result): result is Extract<Result, FaultLike> =>
  'code' in result && 'message' in result

/** What to tell a person about a request that failed on its way. */
export function describeError(error: CombinedError): string {
  if (error.networkError) return t('error.unreachable')
  return error.graphQLErrors[0]?.message ?? error.message
}
