'use client'
import { useEffect, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import { type ForecasterKind, type ForecastFields, forecast, forecastMade } from '../../graphql/forecast.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { useThrottled } from '../../ui/use-throttled.ts'

const levels = [0.8, 0.95]
const askAgainAfter = 2_000
/** Announcements can be missed while the API is away; asking costs it nothing while no point came. */
const askAnyway = 10_000

export interface LiveForecast {
  readonly forecast: ForecastFields | null
  /** Why there is none. */
  readonly reason: string | null
  readonly loading: boolean
}

/**
 * The newest forecast of a series. While `forecaster` is null it is the series' own, as it is made; for a named forecaster each
 * announcement is the occasion to ask that forecaster again, at most every two seconds.
 */
export function useForecast(key: string, forecaster: ForecasterKind | null, revision: number): LiveForecast {
  const { client } = useApi()
  const [state, setState] = useState<LiveForecast>({ forecast: null, reason: null, loading: true })
  const [asked, setAsked] = useState(0)

  const askAgain = useThrottled(() => setAsked(before => before + 1), askAgainAfter)
  useEffect(() => {
    const regular = setInterval(() => document.visibilityState === 'visible' && askAgain(), askAnyway)
    return () => clearInterval(regular)
  }, [askAgain])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` and `revision` ask anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      const { data, error } = await client.query(forecast, { key, forecaster, levels }).toPromise()
      if (abandoned) return
      const result = data?.seriesByKey?.forecast
      if (result?.__typename === 'Forecast') setState({ forecast: result, reason: null, loading: false })
      // What takes its time does not take away what is there.
      else if (result?.code === 'TIMED_OUT') setState(before => ({ ...before, reason: result.message, loading: false }))
      else if (result) setState({ forecast: null, reason: result.message, loading: false })
      else setState(before => ({ ...before, reason: error ? describeError(error) : null, loading: false }))
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [client, key, forecaster, asked, revision])

  useStream(forecastMade, { series: [key] }, data => {
    // What a schedule had made is not what speaks for the series now.
    const made = data.forecastMade.forecasts.findLast(({ run }) => run === null)
    if (!made) return
    if (forecaster === null || made.forecaster === forecaster)
      setState({ forecast: made, reason: null, loading: false })
    else askAgain()
  })

  return state
}
