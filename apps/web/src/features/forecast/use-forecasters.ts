'use client'
import { useCallback, useState } from 'react'
import { type ForecasterStatus, forecasters } from '../../graphql/forecast.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useRefreshed } from '../../ui/use-refreshed.ts'

const refreshEvery = 30_000

/** The kinds of forecasters and which of them can serve; null until it is known. */
export function useForecasters(): readonly ForecasterStatus[] | null {
  const { client } = useApi()
  const [known, setKnown] = useState<readonly ForecasterStatus[] | null>(null)
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data } = await client.query(forecasters, {}).toPromise()
      if (!abandoned() && data) setKnown(data.systemStatus.forecasters)
    },
    [client],
  )
  useRefreshed(read, refreshEvery)
  return known
}
