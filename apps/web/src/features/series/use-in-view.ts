'use client'
import { type RefObject, useEffect, useState } from 'react'

const listeners = new WeakMap<Element, (inView: boolean) => void>()
let shared: IntersectionObserver | undefined

/** One observer for however many rows: each of its own would be asked in every frame. */
function observer(): IntersectionObserver {
  shared ??= new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting)
    },
    { rootMargin: '100px' },
  )
  return shared
}

/** Whether an element is in sight, or nearly. It counts as in sight until it is known not to be. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(true)
  useEffect(() => {
    const target = element.current
    if (!target) return
    listeners.set(target, setInView)
    observer().observe(target)
    return () => observer().unobserve(target)
  }, [element])
  return inView
}
