'use client'
import { useCallback, useState } from 'react'
import { anomalyFound } from '../../graphql/anomaly.ts'
import { describeError } from '../../graphql/fault.ts'
import { type Overview, overview } from '../../graphql/overview.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { useThrottled } from '../../ui/use-throttled.ts'

const day = 86_400_000
const refreshEvery = 15_000
/** Anomalies may come many times a second. */
const gap = 2_000

/** How the fleet is, read again when something is found or changes. Once read, a failed refresh leaves it standing. */
export function useOverview(): { readonly overview: Overview | null; readonly error: string | null } {
  const { client } = useApi()
  const [known, setKnown] = useState<Overview | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [revision, setRevision] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data, error: failure } = await client.query(overview, { day }).toPromise()
      if (abandoned()) return
      if (data) setKnown(data)
      setError(failure ? describeError(failure) : null)
    },
    [client, revision],
  )
  useRefreshed(read, refreshEvery)
  const revise = useThrottled(() => setRevision(before => before + 1), gap)
  useStream(anomalyFound, {}, ({ anomalyFound: { anomalies } }) => anomalies.length > 0 && revise())
  useStream(statusChanged, {}, revise)
  return { overview: known, error }
}
