'use client'
import { useCallback, useEffect, useEffectEvent, useRef } from 'react'

/** A function that has `action` run `gap` milliseconds after it is called, once for all calls made meanwhile. */
export function useThrottled(action: () => void, gap: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const run = useEffectEvent(action)
  const due = useRef(() => {})
  useEffect(() => {
    due.current = () => run()
    return () => {
      clearTimeout(timer.current ?? undefined)
      timer.current = null
    }
  }, [])
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      due.current()
    }, gap)
  }, [gap])
}
