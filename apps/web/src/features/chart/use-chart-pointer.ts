'use client'
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import type { Draft } from '../label/use-labels.ts'
import type { Range } from '../series/view.ts'
import { pan, zoom } from './chart-time.ts'
import { nearestAnomaly, nextAnomalyAt } from './pick-anomaly.ts'

interface ChartPointer {
  readonly surface: RefObject<HTMLElement | null>
  /** The plot's edges in pixels from the surface's left. */
  readonly plot: { readonly left: number; readonly right: number }
  readonly time: Domain
  readonly step: number
  readonly hovered: number | null
  readonly anomalies: readonly AnomalyFields[]
  readonly onHover: (at: number | null, by?: ReadBy) => void
  readonly onSelect: (anomaly: AnomalyFields) => void
  readonly onRange: (range: Range) => void
  /** The stretch that is being marked: empty until its end is. */
  readonly span: Draft | null
  readonly onSpan: (span: Draft | null) => void
  readonly onFollow: () => void
}

/** What keys read is said aloud; a pointer would say too much. */
export type ReadBy = 'keys' | 'pointer'

const dragBegins = 4

/**
 * Hover reads, dragging pans, with Shift it marks a stretch, the wheel with Ctrl or ⌘ zooms, a double click follows the newest point again. Keys:
 * arrows read, with Shift they pan, page keys read the anomaly before or after, Enter selects it, M marks where a stretch begins and ends, + and − zoom, Home
 * follows, Escape stops reading. A touch reads until the next one elsewhere.
 */
export function useChartPointer(chart: ChartPointer) {
  const { surface, plot, time, hovered } = chart
  const drag = useRef<{ x: number; time: Domain; moving: boolean; marks: boolean } | null>(null)
  const length = time[1] - time[0]
  const perPixel = length / (plot.right - plot.left)

  const instantAt = (clientX: number) => {
    const left = surface.current?.getBoundingClientRect().left ?? 0
    return time[0] + Math.min(length, Math.max(0, (clientX - left - plot.left) * perPixel))
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    chart.onRange(zoom(time, Math.exp(event.deltaY * 0.002), instantAt(event.clientX)))
  })
  useEffect(() => {
    const element = surface.current
    const listener = (event: WheelEvent) => onWheel(event)
    // React listens passively, which could not keep the page from zooming.
    element?.addEventListener('wheel', listener, { passive: false })
    return () => element?.removeEventListener('wheel', listener)
  }, [surface])

  const stopReading = () => chart.onHover(null)
  const middle = () => hovered ?? (time[0] + time[1]) / 2
  const read = (direction: number) => {
    const from = hovered ?? (direction > 0 ? time[0] : time[1])
    const stride = Math.max(chart.step, perPixel * 2)
    chart.onHover(Math.min(time[1], Math.max(time[0], from + direction * stride)), 'keys')
  }
  const readAnomaly = (direction: 1 | -1) => {
    const from = hovered ?? (direction > 0 ? time[0] - 1 : time[1] + 1)
    const at = nextAnomalyAt(chart.anomalies, from, direction, time)
    if (at !== null) chart.onHover(at, 'keys')
  }
  const select = () => {
    const nearest = hovered === null ? null : nearestAnomaly(chart.anomalies, hovered)
    if (nearest && Math.abs(Date.parse(nearest.at) - hovered!) <= Math.max(chart.step / 2, perPixel * 6))
      chart.onSelect(nearest)
  }
  const mark = () => {
    if (hovered === null) return
    const begun = chart.span !== null && chart.span.from === chart.span.to
    chart.onSpan(begun ? between(chart.span.from, hovered) : { from: hovered, to: hovered })
  }
  const readBefore = () => readAnomaly(-1)
  const readAfter = () => readAnomaly(1)

  const keys: Record<string, (shift: boolean) => void> = {
    ArrowLeft: shift => (shift ? chart.onRange(pan(time, -length * 0.1)) : read(-1)),
    ArrowRight: shift => (shift ? chart.onRange(pan(time, length * 0.1)) : read(1)),
    '+': () => chart.onRange(zoom(time, 0.7, middle())),
    '=': () => chart.onRange(zoom(time, 0.7, middle())),
    '-': () => chart.onRange(zoom(time, 1 / 0.7, middle())),
    PageUp: readBefore,
    PageDown: readAfter,
    Enter: select,
    m: mark,
    Home: chart.onFollow,
    Escape: stopReading,
  }

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button === 0) drag.current = { x: event.clientX, time, moving: false, marks: event.shiftKey }
    },
    onPointerMove(event: PointerEvent) {
      const start = drag.current
      if (!start || event.buttons === 0) {
        drag.current = null
        chart.onHover(instantAt(event.clientX))
        return
      }
      if (!start.moving && Math.abs(event.clientX - start.x) < dragBegins) return
      if (!start.moving) event.currentTarget.setPointerCapture(event.pointerId)
      start.moving = true
      chart.onHover(null)
      if (start.marks) return chart.onSpan(between(instantAt(start.x), instantAt(event.clientX)))
      chart.onRange(pan(start.time, (start.x - event.clientX) * perPixel))
    },
    onPointerUp(event: PointerEvent) {
      const start = drag.current
      drag.current = null
      if (!start || start.moving) return
      const at = instantAt(event.clientX)
      if (event.pointerType === 'touch') chart.onHover(at)
      const marked = event.target instanceof Element && event.target.closest('[data-marks]') !== null
      const lane = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-lane]') : null
      const names = new Set(JSON.parse(lane?.dataset.lane ?? '[]') as string[])
      const nearest = marked
        ? nearestAnomaly(
            chart.anomalies.filter(it => names.has(it.channel.name)),
            at,
          )
        : null
      if (nearest) chart.onSelect(nearest)
    },
    onPointerCancel() {
      drag.current = null
    },
    onPointerLeave(event: PointerEvent) {
      // A finger leaves with every touch: what it read stays.
      if (event.pointerType !== 'touch') chart.onHover(null)
    },
    onBlur: stopReading,
    onDoubleClick: () => chart.onFollow(),
    onKeyDown(event: KeyboardEvent) {
      const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
      if (!action) return
      event.preventDefault()
      action(event.shiftKey)
    },
  }
}

/** Of whole milliseconds, the later one included. */
const between = (a: number, b: number): Draft => ({
  from: Math.round(Math.min(a, b)),
  to: Math.round(Math.max(a, b)) + 1,
})
