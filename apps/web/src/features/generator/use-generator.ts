'use client'
import { useEffect, useState } from 'react'
import type { CombinedError } from 'urql'
import { describeError, isFault } from '../../graphql/fault.ts'
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

const refreshEvery = 5_000

export interface GeneratorState {
  /** null: the series has none. */
  readonly generator: GeneratorFields | null
  readonly loading: boolean
  /** Injected anomalies among the last thousand generated points. */
  readonly injected: number
  readonly busy: boolean
  readonly error: string | null
  readonly start: (settings: Partial<GeneratorSettings>) => void
  readonly stop: () => void
  readonly reset: (settings: Partial<GeneratorSettings>) => void
}

interface Outcome {
  readonly data?: { readonly result: ResultOf<typeof startGenerator | typeof stopGenerator>['result'] } | undefined
  readonly error?: CombinedError | undefined
}

/** The generator of a series and its controls. `revision` reads it anew, as when another page started it. */
export function useGenerator(key: string, revision: number): GeneratorState {
  const { client } = useApi()
  const [state, setState] = useState<{ generator: GeneratorFields | null; injected: number; loading: boolean }>({
    generator: null,
    injected: 0,
    loading: true,
  })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      if (document.visibilityState === 'hidden') return
      const { data } = await client.query(generator, { key }).toPromise()
      if (abandoned || !data?.seriesByKey) return
      const found = data.seriesByKey.generator
      const injected = found?.truth.channels.flatMap(it => it.injected).filter(size => size !== 0 && size !== null)
      setState({ generator: found, injected: injected?.length ?? 0, loading: false })
    }
    void load()
    const timer = setInterval(load, refreshEvery)
    return () => {
      abandoned = true
      clearInterval(timer)
    }
  }, [client, key, revision])

  const run = async (outcome: PromiseLike<Outcome>) => {
    setBusy(true)
    const { data, error: failure } = await outcome
    setBusy(false)
    const result = data?.result
    if (!result) setError(failure ? describeError(failure) : null)
    else if (isFault(result)) setError(result.message)
    else {
      setError(null)
      setState(before => ({ ...before, generator: result.generator }))
    }
  }

  return {
    ...state,
    busy,
    error,
    start: settings => void run(client.mutation(startGenerator, { input: { key, settings } })),
    stop: () => void run(client.mutation(stopGenerator, { input: { key } })),
    reset: settings => void run(client.mutation(resetGenerator, { input: { key, settings } })),
  }
}
