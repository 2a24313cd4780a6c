import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { ChannelFields } from '../../graphql/series.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import { shownChannels } from '../chart/lanes.ts'
import { bringInto } from './bring-into.ts'
import type { View } from './view.ts'

interface Surroundings {
  readonly channels: readonly ChannelFields[]
  readonly view: View
  readonly time: Domain | null
  readonly chart: RefObject<HTMLElement | null>
  readonly onChange: (change: Partial<View>) => void
}

export interface Selection {
  readonly selected: AnomalyFields | null
  readonly select: (anomaly: AnomalyFields | null) => void
  /** Selects and has the chart show it: in sight, its channel drawn, its instant inside the range. */
  readonly show: (anomaly: AnomalyFields) => void
}

export function useSelection(surroundings: Surroundings): Selection {
  const [selected, select] = useState<AnomalyFields | null>(null)
  // The latest, so that `show` stays the same while a live chart moves on.
  const latest = useRef(surroundings)
  useEffect(() => {
    latest.current = surroundings
  })
  const show = useCallback((anomaly: AnomalyFields) => {
    const { channels, view, time, chart, onChange } = latest.current
    select(anomaly)
    const names = shownChannels(channels, view.channels).map(channel => channel.name)
    const hidden = !names.includes(anomaly.channel.name)
    const range = bringInto(view.range, time, Date.parse(anomaly.at))
    const { kind } = channels.find(({ name }) => name === anomaly.channel.name) ?? {}
    // What is found in a counter is found in its rate.
    const counters = kind === 'COUNTER' ? 'RATE' : view.counters
    if (hidden || range !== view.range || counters !== view.counters)
      onChange({ range, counters, channels: hidden ? [...names, anomaly.channel.name] : view.channels })
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' })
  }, [])
  return { selected, select, show }
}
