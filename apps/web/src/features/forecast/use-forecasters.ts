'use client'
import { useEffect, useState } from 'react'
import { type ForecasterStatus, forecasters } from '../../graphql/forecast.ts'
import { useApi } from '../../graphql/provider.tsx'

const refreshEvery = 30_000

/** The kinds of forecasters and which of them can serve; null until it is known. */
export function useForecasters(): readonly ForecasterStatus[] | null {
  const { client } = useApi()
  const [known, setKnown] = useState<readonly ForecasterStatus[] | null>(null)
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      if (document.visibilityState === 'hidden') return
      const { data } = await client.query(forecasters, {}).toPromise()
      if (!abandoned && data) setKnown(data.systemStatus.models)
    }
    void load()
    const timer = setInterval(load, refreshEvery)
    return () => {
      abandoned = true
      clearInterval(timer)
    }
  }, [client])
  return known
}
