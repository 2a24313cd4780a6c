'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { replaceSearch } from '../../ui/replace-search.ts'
import { useKinds } from '../system/use-kinds.tsx'
import { knownView, readView, type View, writeView } from './view.ts'

const settleAfter = 200

/**
 * The view and its address. The address follows once the view rests, since a browser refuses hundreds of changes a
 * minute; going back or forward makes the view follow the address.
 */
export function useView(): readonly [View, (change: Partial<View>) => void] {
  const address = useSearchParams().toString()
  const [asked, setView] = useState(() => readView(new URLSearchParams(address)))
  const { forecasters } = useKinds()
  const view = useMemo(() => knownView(asked, forecasters), [asked, forecasters])

  useEffect(() => {
    const follow = () => setView(readView(new URLSearchParams(window.location.search)))
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [])

  // Ends with the page: the address of the next one is not this one's to write.
  useLayoutEffect(() => {
    const timer = setTimeout(() => replaceSearch(writeView(view)), settleAfter)
    return () => clearTimeout(timer)
  }, [view])

  return [view, useCallback(change => setView(before => ({ ...before, ...change })), [])]
}
