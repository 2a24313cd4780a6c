'use client'
import { useSyncExternalStore } from 'react'

let now = 0
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

function read(): number {
  if (now === 0 || timer === undefined) now = Date.now()
  return Math.floor(now / 1000) * 1000
}

/** The time to the second. However many components read it, one timer runs, and none when nobody does. */
export const useNow = () => useSyncExternalStore(subscribe, read, () => 0)
