import type { ChosenTime } from './choose-time.ts'
import type { Heading } from './table/header.ts'
import { zoneOfName } from './times/abbreviations.ts'

export interface ChosenZone {
  /** What the file says; null where it says nothing. */
  readonly zone: string | null
  /** The words it says it in. */
  readonly said: string | null
}

/** The zone that a file names in the header of its times, or before it: `Time zone: UTC`. */
export function chooseZone(columns: readonly string[], heading: Heading, time: ChosenTime): ChosenZone {
  const names = heading.names === null ? [] : time.columns.map(column => columns[column]!)
  const lines = heading.preamble
    .map(({ text }) => text)
    .filter(text => /time ?zone|zeitzone|fuso|zona hor|fuseau/i.test(text))
  for (const name of [...names, ...lines]) {
    const found = zoneOfName(name)
    if (found !== null) return found
  }
  return { zone: null, said: null }
}
