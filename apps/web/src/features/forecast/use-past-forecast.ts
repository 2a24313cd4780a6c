'use client'
import type { ForecastFields } from '../../graphql/forecast.ts'
import { pastForecast } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'

/** An earlier forecast by its id; null where none is wanted, while it is read, and where it is gone. */
export function usePastForecast(id: string | null): ForecastFields | null {
  const { data } = useRead(pastForecast, { id: id ?? '', wanted: id !== null })
  const node = data?.node
  return id !== null && node?.__typename === 'Forecast' && node.id === id ? node : null
}
