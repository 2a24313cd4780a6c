'use client'
import { useCallback, useRef, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { trainingProgressed, trainings } from '../../graphql/training.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { knownUpTo, type Trainings, tell } from './course.ts'

const listed = 20
const refreshEvery = 30_000

interface Followed {
  /** null until they were read once. */
  readonly trainings: Trainings | null
  /** Why the last attempt to read them failed, to be told to a person. */
  readonly error: string | null
}

/** The trainings of a model as they come on. */
export function useTrainings(model: string): Followed {
  const { client } = useApi()
  const [followed, setFollowed] = useState<Followed>({ trainings: null, error: null })
  const heard = useRef(0)
  const read = useCallback(
    async (abandoned: () => boolean) => {
      while (true) {
        const before = heard.current
        const { data, error } = await client.query(trainings, { model, first: listed }).toPromise()
        if (abandoned()) return
        // What was heard meanwhile may be newer than what was read.
        if (data && heard.current !== before) continue
        if (data) {
          const { edges, totalCount: total } = data.trainingJobs
          const losses = data.newest.edges[0]?.node.losses ?? []
          setFollowed({ trainings: { all: edges.map(({ node }) => node), losses, total }, error: null })
        } else setFollowed(was => ({ ...was, error: error ? describeError(error) : null }))
        return
      }
    },
    [client, model],
  )
  useRefreshed(read, refreshEvery)

  const lossesAfter = knownUpTo(followed.trainings?.losses ?? [])
  useStream(
    trainingProgressed,
    { model, lossesAfter },
    ({ trainingProgressed: { trainings: told } }) => {
      if (told.length === 0) return
      heard.current++
      setFollowed(was => (was.trainings ? { ...was, trainings: tell(was.trainings, told, lossesAfter) } : was))
    },
    { onBegun: () => void read(() => false) },
  )
  return followed
}
