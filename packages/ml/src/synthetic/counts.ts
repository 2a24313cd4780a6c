import type { Draws } from './draws.ts'
import { level } from './level.ts'
import { season } from './season.ts'
import { addTo, standardise, type Values } from './values.ts'

/** Whole numbers of what happened in each step, at a rate that has seasons and moves; overdispersed at times. */
export function counts(draw: Draws, length: number): Values {
  const rates = addTo(season(draw, length), level(draw, length), draw.between(0, 1))
  const size = draw.logBetween(0.3, 40)
  const swing = draw.between(0.2, 1)
  const spread = draw.chance(0.4) ? draw.between(0.2, 0.7) : 0
  return standardise(
    rates.map(rate =>
      draw.poisson(size * Math.exp(swing * Math.min(rate, 3) + (spread > 0 ? spread * draw.normal() : 0))),
    ),
  )
}

/** Nothing for a while, then something: spare parts, rain. The time between and the amount vary on their own. */
export function intermittent(draw: Draws, length: number): Values {
  const usual = draw.logBetween(0.03, 0.5)
  const rates = draw.chance(0.5) ? season(draw, length) : level(draw, length)
  const swing = draw.between(0, 1)
  const spread = draw.between(0.1, 0.8)
  return standardise(
    rates.map(rate => (draw.chance(usual * Math.exp(swing * rate)) ? Math.exp(spread * draw.normal()) : 0)),
  )
}

/** On and off, or one of a few states, each held for a while: machines, valves, relays. */
export function states(draw: Draws, length: number): Values {
  const held = draw.logBetween(3, 120)
  const regular = draw.chance(0.5)
  const values = Array.from({ length: draw.whole(2, 4) }, () => draw.normal())
  const x = new Float64Array(length)
  let state = 0
  let left = draw.between(0, held)
  const ramp = draw.chance(0.3) ? draw.between(0.6, 0.95) : 0
  for (let t = 0; t < length; t++) {
    if (left-- <= 0) {
      state = (state + 1) % values.length
      left = regular ? held * (1 + 0.05 * draw.normal()) : -held * Math.log(1 - draw.uniform())
    }
    x[t] = t === 0 ? values[state]! : ramp * x[t - 1]! + (1 - ramp) * values[state]!
  }
  return standardise(x)
}
