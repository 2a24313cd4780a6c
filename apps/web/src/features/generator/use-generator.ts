'use client'
import { useCallback, useRef, useState } from 'react'
import { type Outcome, useChange } from '../../graphql/change.ts'
import type { HoldingsFields } from '../../graphql/deletion.ts'
import {
  type GeneratorFields,
  type GeneratorSettings,
  generator,
  resetGenerator,
  startGenerator,
  stopGenerator,
} from '../../graphql/generator.ts'
import type { ResultOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useRefreshed } from '../../ui/use-refreshed.ts'

const refreshEvery = 5_000

export interface GeneratorState {
  /** null until it is read. */
  readonly generator: GeneratorFields | null
  readonly loading: boolean
  /** Injected anomalies among the last thousand generated points. */
  readonly injected: number
  readonly busy: boolean
  readonly error: string | null
  readonly start: (settings: Partial<GeneratorSettings>) => void
  readonly stop: () => void
  /** `onDone` hears of it once it is done. */
  readonly reset: (settings: Partial<GeneratorSettings>, onDone: (removed: HoldingsFields) => void) => void
}

/** The generator of a series and its controls. `revision` reads it anew, as when another page started it. */
export function useGenerator(key: string, revision: number): GeneratorState {
  const { client } = useApi()
  const [state, setState] = useState<{ generator: GeneratorFields | null; injected: number; loading: boolean }>({
    generator: null,
    injected: 0,
    loading: true,
  })
  const change = useChange()
  /** Changes that were made from here: what was asked before one may answer after it, and is older. */
  const changes = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const before = changes.current
      const { data } = await client.query(generator, { key }).toPromise()
      if (abandoned() || changes.current !== before || !data?.seriesByKey) return
      const found = data.seriesByKey.generator
      const injected = found?.truth.channels.flatMap(it => it.injected).filter(size => size !== 0 && size !== null)
      setState({ generator: found, injected: injected?.length ?? 0, loading: false })
    },
    [client, key, revision],
  )
  useRefreshed(read, refreshEvery)

  const know = (now: GeneratorFields | null) => {
    changes.current++
    setState(before => ({ ...before, generator: now }))
  }
  const run = (outcome: Outcome<ResultOf<typeof startGenerator | typeof stopGenerator>['result']>) =>
    void change.follow(outcome, ({ generator: now }) => know(now))

  return {
    ...state,
    busy: change.busy,
    error: change.error,
    start: settings => run(client.mutation(startGenerator, { input: { key, settings } })),
    stop: () => run(client.mutation(stopGenerator, { input: { key } })),
    reset: (settings, onDone) =>
      void change.follow(
        client.mutation(resetGenerator, { input: { key, settings } }).toPromise(),
        ({ generator: now, removed }) => {
          know(now)
          onDone(removed)
        },
      ),
  }
}
