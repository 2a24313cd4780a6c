import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Fleet } from './fleet.ts'
import { fleetMemory, type LeftFleet } from './fleet-memory.ts'

/** Remembers the fleet page as it is left, and scrolls one that was come back to where it was. */
export function useLeaving(
  question: string,
  fleet: Fleet,
  state: Omit<LeftFleet, 'fleet' | 'scroll'>,
  scroll: number,
): void {
  const latest = useRef({ question, fleet, state })
  useLayoutEffect(() => {
    latest.current = { question, fleet, state }
  })
  useLayoutEffect(
    () => () => {
      const { keys, total, deleted, more, cursor } = latest.current.state
      if (keys.length === 0) return
      fleetMemory.leave(latest.current.question, { fleet, keys, total, deleted, more, cursor, scroll: window.scrollY })
    },
    [fleet],
  )
  useEffect(() => {
    if (scroll === 0) return
    // After the router has done with scrolling.
    const frame = requestAnimationFrame(() => window.scrollTo({ top: scroll, behavior: 'instant' }))
    return () => cancelAnimationFrame(frame)
  }, [scroll])
}
