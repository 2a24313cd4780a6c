import { addressOf } from '../series/tabs.ts'
import { defaultView, writeView } from '../series/view.ts'

const hour = 3_600_000

/** The page of a series with what was seen in the middle of its chart: the same again on both sides, an hour at least. */
export function addressAt(key: string, since: string, until: string | null): string {
  const from = Date.parse(since)
  const to = until === null ? from : Date.parse(until)
  const around = Math.max(hour, to - from)
  const range = { kind: 'between', from: from - around, to: to + around } as const
  return `${addressOf(key, 'explore')}?${writeView({ ...defaultView, range })}`
}
