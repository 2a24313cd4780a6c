'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { readView, type View, writeView } from './view.ts'

const settleAfter = 200

/**
 * The view and its address. The address follows once the view rests, since a browser refuses hundreds of changes a
 * minute; going back or forward, or opening a link, makes the view follow the address.
 */
export function useView(): readonly [View, (change: Partial<View>) => void] {
  const address = useSearchParams().toString()
  const [view, setView] = useState(() => readView(new URLSearchParams(address)))
  const [known, setKnown] = useState(address)

  if (address !== known) {
    setKnown(address)
    setView(readView(new URLSearchParams(address)))
  }

  useEffect(() => {
    const timer = setTimeout(() => {
      const wanted = writeView(view).toString()
      if (wanted === known) return
      setKnown(wanted)
      window.history.replaceState(null, '', wanted ? `?${wanted}` : window.location.pathname)
    }, settleAfter)
    return () => clearTimeout(timer)
  }, [view, known])

  return [view, change => setView(before => ({ ...before, ...change }))]
}
