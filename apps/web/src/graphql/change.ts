'use client'
import { useCallback, useState } from 'react'
import type { CombinedError } from 'urql'
import { describeError, isFault, type Payload } from './fault.ts'

/** What a mutation comes to whose field is aliased `result`: a union of its payload and faults. */
export type Outcome<Result> = PromiseLike<{
  readonly data?: { readonly result: Result } | undefined
  readonly error?: CombinedError | undefined
}>

export interface Change {
  readonly busy: boolean
  /** Why the last one was refused or failed, to be told to a person. */
  readonly error: string | null
  /** Follows a mutation, and hands its payload to `onDone` if it was not refused. */
  readonly follow: <Result extends { __typename: string }>(
    outcome: Outcome<Result>,
    onDone: (payload: Payload<Result>) => void,
    /** Hears of the fault it was refused with, beside `error`. */
    onRefused?: (fault: { readonly code: string; readonly message: string }) => void,
  ) => Promise<void>
}

/** How the changes made from one place on a page stand. */
export function useChange(): Change {
  const [underWay, setUnderWay] = useState(0)
  const [error, setError] = useState<string | null>(null)
  const follow = useCallback<Change['follow']>(async (outcome, onDone, onRefused) => {
    setUnderWay(before => before + 1)
    const { data, error: failure } = await outcome
    setUnderWay(before => before - 1)
    const result = data?.result
    if (!result) setError(failure ? describeError(failure) : null)
    else if (isFault(result)) {
      setError(result.message)
      onRefused?.(result)
    } else {
      setError(null)
      onDone(result as Payload<typeof result>)
    }
  }, [])
  return { busy: underWay > 0, error, follow }
}
