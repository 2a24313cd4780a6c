'use client'
import { useEffect, useRef, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { describeError, isFault } from '../../graphql/fault.ts'
import { useApi } from '../../graphql/provider.tsx'
import {
  cancelRescore,
  previewRescore,
  type RescoreFields,
  type RescorePreview,
  rescoreSeries,
  seriesRescore,
} from '../../graphql/rescore.ts'

export interface RescoreRun {
  /** The last one of the series, as it is by now. */
  readonly current: RescoreFields | null
  /** Whether it was begun from here. */
  readonly begun: boolean
  readonly busy: boolean
  readonly error: string | null
  readonly start: () => void
  readonly cancel: () => void
}

/** Judging the past of a series anew; asks how it is with every `revision`. */
export function useRescore(key: string, revision: number): RescoreRun {
  const { client } = useApi()
  const [current, setCurrent] = useState<RescoreFields | null>(null)
  const [begun, setBegun] = useState(false)
  const { busy, error, follow } = useChange()
  /** Changes that were made from here: what was asked before one may answer after it, and is older. */
  const changes = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const before = changes.current
    void client
      .query(seriesRescore, { key })
      .toPromise()
      .then(({ data }) => {
        if (data?.seriesByKey && !abandoned && changes.current === before) setCurrent(data.seriesByKey.rescore)
      })
    return () => {
      abandoned = true
    }
  }, [client, key, revision])

  return {
    current,
    begun,
    busy,
    error,
    start: () =>
      void follow(client.mutation(rescoreSeries, { input: { key } }), ({ rescore }) => {
        changes.current++
        setBegun(true)
        setCurrent(rescore)
      }),
    cancel: () =>
      void follow(client.mutation(cancelRescore, { input: { key } }), ({ rescore }) => {
        changes.current++
        if (rescore) setCurrent(rescore)
      }),
  }
}

export interface RescoreLook {
  readonly preview: RescorePreview | null
  readonly error: string | null
}

const nothingYet: RescoreLook = { preview: null, error: null }

/** What it would change, were the past judged as the series is `watched` now; null asks nothing. */
export function useRescorePreview(key: string, watched: string | null): RescoreLook {
  const { client } = useApi()
  const [look, setLook] = useState(nothingYet)
  useEffect(() => {
    setLook(nothingYet)
    if (watched === null) return
    let abandoned = false
    void client
      .query(previewRescore, { key })
      .toPromise()
      .then(({ data, error }) => {
        if (abandoned) return
        if (!data) setLook({ preview: null, error: error ? describeError(error) : null })
        else if (isFault(data.result)) setLook({ preview: null, error: data.result.message })
        else setLook({ preview: data.result, error: null })
      })
    return () => {
      abandoned = true
    }
  }, [client, key, watched])
  return look
}
