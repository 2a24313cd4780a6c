'use client'
import { type RefObject, useEffect, useState } from 'react'

/** Whether an element is in sight, or nearly. It counts as in sight until it is known not to be. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(true)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new IntersectionObserver(entries => setInView(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: '200px',
    })
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return inView
}
