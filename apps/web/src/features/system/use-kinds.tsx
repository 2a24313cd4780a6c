'use client'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import type { DetectorKind } from '../../graphql/anomaly.ts'
import type { ForecasterKind } from '../../graphql/forecast.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type DetectorDescription, type ForecasterStatus, kinds } from '../../graphql/system.ts'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { kindInWords } from './kind-in-words.ts'

/** What there is to choose from, each in the order to offer it; null until the API has said so. */
interface KnownKinds {
  readonly forecasters: readonly ForecasterStatus[] | null
  readonly detectors: readonly DetectorDescription[] | null
}

export interface Kinds extends KnownKinds {
  /** What to call a kind; the kind itself in words while the API has not said. */
  forecasterTitle(kind: ForecasterKind): string
  detectorTitle(kind: DetectorKind): string
}

const refreshEvery = 30_000
const nothingKnown: KnownKinds = { forecasters: null, detectors: null }
const KindsContext = createContext<KnownKinds>(nothingKnown)

/** Asks which kinds of forecasters and detectors there are, once for all who want to know. */
export function KindsProvider({ children }: { children: ReactNode }) {
  const { client } = useApi()
  const [known, setKnown] = useState<KnownKinds>(nothingKnown)
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data } = await client.query(kinds, {}).toPromise()
      if (!abandoned() && data) setKnown(data.systemStatus)
    },
    [client],
  )
  useRefreshed(read, refreshEvery)
  return <KindsContext value={known}>{children}</KindsContext>
}

export function useKinds(): Kinds {
  const { forecasters, detectors } = useContext(KindsContext)
  return {
    forecasters,
    detectors,
    forecasterTitle: kind => forecasters?.find(one => one.kind === kind)?.title ?? kindInWords(kind),
    detectorTitle: kind => detectors?.find(one => one.kind === kind)?.title ?? kindInWords(kind),
  }
}
