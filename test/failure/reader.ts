import { setTimeout as pause } from 'node:timers/promises'
import { ask } from './writer.ts'

export interface Reader {
  /** The codes of all errors it was answered with. */
  codes(): readonly string[]
  stop(): Promise<void>
}

const query = `query ($keys: [String!]!) {
  series(first: 10) {
    edges { node { pointCount points(last: 500) { times values } anomalySummary { latest { series { key } } } } }
  }
  forecasts(keys: $keys, horizon: 12, forecaster: SEASONAL_NAIVE) { ... on Forecast { series { key } times } }
}`

/** Reads all the time, as dashboards do, whatever is answered. */
export function startReader(url: string, keys: readonly string[]): Reader {
  const codes = new Set<string>()
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      const answer = await ask(url, query, { keys }).catch(() => null)
      for (const { message, extensions } of answer?.errors ?? []) codes.add(extensions?.code ?? message)
      await pause(5)
    }
  })()
  return {
    codes: () => [...codes],
    async stop() {
      stopped = true
      await running
    },
  }
}
