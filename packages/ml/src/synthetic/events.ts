import type { Draws } from './draws.ts'
import { quantile, type Values } from './values.ts'

type Event = (draw: Draws, x: Values) => void

/** Single values, or short bursts that fade, far from the rest. */
const spikes: Event = (draw, x) => {
  const rate = draw.logBetween(0.5, 15) / x.length
  const fade = draw.chance(0.5) ? 0 : draw.between(0.3, 0.95)
  const sign = draw.chance(0.7) ? 1 : -1
  let left = 0
  for (let t = 0; t < x.length; t++) {
    left *= fade
    if (draw.chance(rate)) left += sign * (draw.chance(0.8) ? 1 : -1) * draw.between(2, 8)
    x[t]! += left
  }
}

const shift: Event = (draw, x) => {
  const at = draw.whole(0, x.length - 1)
  const size = draw.normal() * 2
  for (let t = at; t < x.length; t++) x[t]! += size
}

/** From some instant on the series moves more, or less. */
const rescale: Event = (draw, x) => {
  const at = draw.whole(0, x.length - 1)
  const factor = draw.logBetween(0.3, 3)
  for (let t = at; t < x.length; t++) x[t]! *= factor
}

/** A sensor that hangs repeats its last value. */
const stuck: Event = (draw, x) => {
  for (let i = draw.whole(1, 3); i > 0; i--) {
    const at = draw.whole(0, x.length - 1)
    x.fill(x[at]!, at, Math.min(x.length, at + Math.round(draw.logBetween(3, x.length / 8))))
  }
}

/** A gap that was filled by a straight line. */
const bridged: Event = (draw, x) => {
  const at = draw.whole(0, x.length - 3)
  const end = Math.min(x.length - 1, at + Math.round(draw.logBetween(3, x.length / 8)))
  for (let t = at + 1; t < end; t++) x[t] = x[at]! + ((x[end]! - x[at]!) * (t - at)) / (end - at)
}

/** No value beyond what the sensor can show. */
const clipped: Event = (draw, x) => {
  const low = draw.chance(0.7) ? quantile(x, draw.between(0, 0.4)) : Number.NEGATIVE_INFINITY
  const high = draw.chance(0.3) ? quantile(x, draw.between(0.7, 1)) : Number.POSITIVE_INFINITY
  for (let t = 0; t < x.length; t++) x[t] = Math.max(low, Math.min(high, x[t]!))
}

const rounded: Event = (draw, x) => {
  const unit = draw.logBetween(0.05, 1)
  for (let t = 0; t < x.length; t++) x[t] = unit * Math.round(x[t]! / unit)
}

/** What rises without bounds and never falls below nothing: concentrations, prices, demand. */
const skewed: Event = (draw, x) => {
  const strength = draw.between(0.2, 1)
  for (let t = 0; t < x.length; t++) x[t] = Math.exp(strength * Math.min(x[t]!, 6))
}

const often: readonly (readonly [number, Event])[] = [
  [0.1, skewed],
  [0.1, spikes],
  [0.08, shift],
  [0.05, rescale],
  [0.04, stuck],
  [0.04, bridged],
  [0.07, clipped],
  [0.08, rounded],
]

/** Lets happen to `x`, in place, what happens to series. Expects a standard deviation near 1. */
export function befall(draw: Draws, x: Values): Values {
  for (const [probability, event] of often) if (draw.chance(probability)) event(draw, x)
  return x
}
