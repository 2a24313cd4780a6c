import type { ChosenTime } from '../detect-time.ts'
import type { Heading } from '../table/header.ts'
import type { SaidZone } from '../times/abbreviations.ts'
import { placeOfName, zoneOfName } from '../times/abbreviations.ts'

/** The zone that a file names in the header of its times, or before it: `Time zone: UTC`; null where it names none. */
export function chooseZone(columns: readonly string[], heading: Heading, time: ChosenTime): SaidZone | null {
  for (const column of heading.names === null ? [] : time.columns) {
    const found = zoneOfName(columns[column]!)
    if (found !== null) return found
  }
  const before = heading.preamble.map(({ text }) => text)
  const place = before.map(placeOfName).find(found => found !== null)
  const said = before.map(text => zoneOfName(keyed.exec(text)?.[1] ?? '')).find(found => found !== null)
  return place ?? said ?? null
}

const keyed = /(?:time ?zone|zeitzone|fuso(?: horário)?|zona horaria|fuseau(?: horaire)?)\W+(.*)/i
