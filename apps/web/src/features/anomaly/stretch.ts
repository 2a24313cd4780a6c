import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { instant } from '../point/window-query.ts'
import type { Range } from '../series/view.ts'

/** Which anomalies are asked for, as the API takes instants; `to` is null while the stretch goes on. */
export interface Stretch {
  readonly from: string
  readonly to: string | null
}

/** A chart that follows is this many steps long: what is asked for moves on in steps, not with every point. */
const steps = 20
const shortestStep = 5_000

/** The stretch a chart shows. While it follows, the beginning moves in steps of a twentieth, of five seconds at least. */
export function stretchOf(range: Range, shown: Domain | null): Stretch | null {
  if (shown === null) return null
  if (range.kind === 'between') return { from: instant(range.from), to: instant(range.to + 1) }
  const step = Math.max(shortestStep, (shown[1] - shown[0]) / steps)
  // A power of two does not change with each point, as the length of what is shown does.
  const rounded = 2 ** Math.floor(Math.log2(step))
  return { from: instant(Math.floor(shown[0] / rounded) * rounded), to: null }
}
