import { useMemo } from 'react'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import type { Range } from '../series/view.ts'
import { type Stretch, stretchOf } from './stretch.ts'

/** The stretch to ask for, the same object as long as it is the same stretch. */
export function useStretch(range: Range, shown: Domain | null): Stretch | null {
  const stretch = stretchOf(range, shown)
  const from = stretch?.from
  const to = stretch?.to
  return useMemo(() => (from === undefined || to === undefined ? null : { from, to }), [from, to])
}
