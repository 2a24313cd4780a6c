'use client'
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react'
import type { Domain } from './sticky-domain.ts'

export type BrushEdge = 'from' | 'to'
type Grip = BrushEdge | 'body' | 'new'

interface Brush {
  readonly surface: RefObject<HTMLElement | null>
  readonly plot: { readonly left: number; readonly right: number }
  readonly history: Domain
  readonly shown: Domain
  readonly onBrush: (domain: Domain) => void
}

const smallestShare = 0.004

/** Dragging and keys of a brush: its body moves it, its edges resize it, empty space begins a new one. */
export function useBrush({ surface, plot, history, shown, onBrush }: Brush) {
  const drag = useRef<{ grip: Grip; at: number; shown: Domain } | null>(null)
  const [first, last] = history
  const smallest = (last - first) * smallestShare

  const instantAt = (clientX: number) => {
    const left = surface.current?.getBoundingClientRect().left ?? 0
    const share = (clientX - left - plot.left) / (plot.right - plot.left)
    return first + Math.min(1, Math.max(0, share)) * (last - first)
  }

  const move = (domain: Domain, by: number): Domain => {
    const kept = Math.min(Math.max(by, first - domain[0]), last - domain[1])
    return [domain[0] + kept, domain[1] + kept]
  }
  const resize = (domain: Domain, edge: BrushEdge, to: number): Domain =>
    edge === 'from'
      ? [Math.max(first, Math.min(to, domain[1] - smallest)), domain[1]]
      : [domain[0], Math.min(last, Math.max(to, domain[0] + smallest))]

  const begin = (grip: Grip) => (event: PointerEvent) => {
    if (event.button !== 0) return
    event.stopPropagation()
    surface.current?.setPointerCapture(event.pointerId)
    drag.current = { grip, at: instantAt(event.clientX), shown }
  }

  const onPointerMove = (event: PointerEvent) => {
    const start = drag.current
    if (!start) return
    const at = instantAt(event.clientX)
    if (start.grip === 'body') onBrush(move(start.shown, at - start.at))
    else if (start.grip !== 'new') onBrush(resize(start.shown, start.grip, at))
    else if (Math.abs(at - start.at) > smallest) onBrush([Math.min(at, start.at), Math.max(at, start.at)])
  }

  const onPointerUp = (event: PointerEvent) => {
    const start = drag.current
    drag.current = null
    // A click beside the brush brings it there.
    const at = instantAt(event.clientX)
    if (start?.grip === 'new' && Math.abs(at - start.at) <= smallest)
      onBrush(move(shown, at - (shown[0] + shown[1]) / 2))
  }

  const onKeyDown = (edge: BrushEdge) => (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    const end = { Home: first, End: last }[event.key]
    if (direction === undefined && end === undefined) return
    event.preventDefault()
    const stride = (last - first) * (event.shiftKey ? 0.05 : 0.01)
    const now = edge === 'from' ? shown[0] : shown[1]
    onBrush(resize(shown, edge, end ?? now + (direction ?? 0) * stride))
  }

  return {
    surface: { onPointerDown: begin('new'), onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
    body: { onPointerDown: begin('body') },
    edge: (edge: BrushEdge) => ({ onPointerDown: begin(edge), onKeyDown: onKeyDown(edge) }),
  }
}
