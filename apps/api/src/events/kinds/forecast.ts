import type { StoredForecast } from '../../store/forecast.ts'
import { findForecasts } from '../../store/forecast.ts'
import type { KindOfEvent, OfSeries } from './contract.ts'

interface Subject {
  readonly forecastId: number
}

interface Found extends OfSeries {
  readonly forecast: StoredForecast
}

export const forecast: KindOfEvent<'forecast', Subject, Found> = {
  kind: 'forecast',
  weight: () => 1,
  size: () => 1,
  async load(db, events) {
    const found = await findForecasts(
      db,
      events.map(event => event.forecastId),
    )
    const byId = new Map(found.map(made => [made.id, made]))
    return (event, series) => {
      const made = byId.get(event.forecastId)
      return series === null || made === undefined ? null : { kind: 'forecast', event, series, forecast: made }
    }
  },
}
