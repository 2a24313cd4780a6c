'use client'
import { useEffect } from 'react'
import { replayEarly } from './early-input.ts'
import { keepPresses } from './kept-presses.ts'

/** Has nothing that somebody does to the page get lost: neither before it hears, nor while it moves. */
export function Heard(): null {
  useEffect(() => {
    replayEarly()
    return keepPresses(document)
  }, [])
  return null
}
