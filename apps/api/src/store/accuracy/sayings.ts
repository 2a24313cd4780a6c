import type { Db } from '../database.ts'

/** A step of a forecast, 1 being the first. */
export interface Said {
  readonly forecastId: number
  readonly steps: number
}

/** What a forecast said of one instant, by channel. */
export interface Saying {
  readonly forecaster: string
  readonly versionId: number | null
  readonly channels: readonly {
    readonly mean: number
    readonly intervals: readonly { readonly level: number; readonly lower: number; readonly upper: number }[]
  }[]
}

type Bounds = readonly [level: number, lower: number | null, upper: number | null]

export const nameOfSaid = ({ forecastId, steps }: Said): string => `${forecastId} ${steps}`

/** By `nameOfSaid`; without those of forecasts that are gone. Reads of each forecast what is asked of it and no more. */
export async function readSayings({ sql }: Db, all: readonly Said[]): Promise<Map<string, Saying>> {
  if (all.length === 0) return new Map()
  const rows = await sql<
    {
      id: number
      steps: number
      forecaster: string
      version_id: number | null
      channels: readonly (readonly [number | null, readonly Bounds[] | null])[]
    }[]
  >`
    with asked as (
      select id, array_agg(distinct steps) as steps
      from unnest(${`{${all.map(one => one.forecastId).join(',')}}`}::int8[],
        ${`{${all.map(one => one.steps).join(',')}}`}::int[]) as u (id, steps)
      group by id)
    select f.id, h.steps, f.forecaster, f.version_id, jsonb_agg(jsonb_build_array(c.value->'mean'->(h.steps - 1), (
        select jsonb_agg(jsonb_build_array(i->'level', i->'lower'->(h.steps - 1), i->'upper'->(h.steps - 1)))
        from jsonb_array_elements(c.value->'intervals') i)) order by c.place) as channels
    from asked a join forecasts f on f.id = a.id
    cross join lateral jsonb_array_elements(f.channels) with ordinality as c (value, place)
    cross join lateral unnest(a.steps) as h (steps)
    group by f.id, h.steps`
  return new Map(
    rows.map(row => [
      nameOfSaid({ forecastId: row.id, steps: row.steps }),
      {
        forecaster: row.forecaster,
        versionId: row.version_id,
        channels: row.channels.map(([mean, bounds]) => ({
          mean: mean ?? Number.NaN,
          intervals: (bounds ?? []).map(([level, lower, upper]) => ({
            level,
            lower: lower ?? Number.NaN,
            upper: upper ?? Number.NaN,
          })),
        })),
      },
    ]),
  )
}
