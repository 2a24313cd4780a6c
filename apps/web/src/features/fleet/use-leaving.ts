import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Fleet } from './fleet.ts'
import { fleetMemory, type LeftFleet } from './fleet-memory.ts'
import { leaveTrace } from './fleet-trace.ts'

/** Remembers the fleet page as it is left or reloaded, and scrolls one that was come back to where it was. */
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
  useLayoutEffect(() => {
    const leave = () => {
      const { keys, total, deleted, more, cursor } = latest.current.state
      if (keys.length === 0) return
      const left = { fleet, keys, total, deleted, more, cursor, scroll: window.scrollY }
      fleetMemory.leave(latest.current.question, left)
      leaveTrace(() => sessionStorage, latest.current.question, { rows: keys.length, scroll: window.scrollY })
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [fleet])

  const there = state.keys.length > 0
  const due = useRef(scroll > 0)
  useEffect(() => {
    if (!there || !due.current) return
    // After the router has done with scrolling.
    const frame = requestAnimationFrame(() => {
      due.current = false
      window.scrollTo({ top: scroll, behavior: 'instant' })
    })
    return () => cancelAnimationFrame(frame)
  }, [there, scroll])
}
