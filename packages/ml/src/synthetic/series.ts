import { counts, intermittent, states } from './counts.ts'
import type { Draws } from './draws.ts'
import { befall } from './events.ts'
import { gaussianProcess, smooth } from './gaussian-process.ts'
import { level } from './level.ts'
import { noise } from './noise.ts'
import { season } from './season.ts'
import { addTo, multiplyBy, standardise, type Values } from './values.ts'

type Kind = (draw: Draws, length: number) => Values

/** A part's share of the whole: at times nearly nothing, at times nearly all. */
const share = (draw: Draws, usual: number): number => usual * Math.exp(0.9 * draw.normal())

/** Level, seasons and noise, added; or with seasons and noise that grow with the level. */
const structural: Kind = (draw, length) => {
  const x = new Float64Array(length)
  if (draw.chance(0.85)) addTo(x, level(draw, length), share(draw, 0.8))
  const seasons = season(draw, length)
  const grows = draw.chance(0.15)
  if (grows)
    multiplyBy(
      seasons,
      smooth(draw, length, length).map(value => Math.exp(0.6 * value)),
    )
  if (draw.chance(0.85)) addTo(x, seasons, share(draw, 1))
  const shocks = noise(draw, length)
  if (draw.chance(0.2))
    multiplyBy(
      shocks,
      seasons.map(value => Math.exp(0.4 * value)),
    )
  addTo(x, shocks, share(draw, 0.45))
  return standardise(x)
}

const noisyProcess: Kind = (draw, length) => {
  const x = gaussianProcess(draw, length)
  if (draw.chance(0.3))
    addTo(
      x,
      Float64Array.from({ length }, (_, t) => t / length),
      2 * draw.normal(),
    )
  return draw.chance(0.7) ? addTo(x, noise(draw, length), share(draw, 0.25)) : x
}

const drifting: Kind = (draw, length) => addTo(level(draw, length), noise(draw, length), share(draw, 0.3))

const switching: Kind = (draw, length) => {
  const x = states(draw, length)
  if (draw.chance(0.5)) addTo(x, season(draw, length), share(draw, 0.4))
  return addTo(x, noise(draw, length), share(draw, 0.15))
}

const single = (draw: Draws, length: number): Values =>
  draw.weighted<Kind>([
    [60, structural],
    [16, noisyProcess],
    [8, drifting],
    [4, switching],
    [6, counts],
    [3, intermittent],
  ])(draw, length)

/**
 * A made series: what a sensor, a shop or a market might have shown, `length` steps of it. No two are alike; the same
 * draws give the same one. Finite; in no unit.
 */
export function syntheticSeries(draw: Draws, length: number): Values {
  const x = standardise(single(draw, length))
  if (draw.chance(0.1)) addTo(x, standardise(single(draw, length)), draw.between(0.2, 1))
  return befall(draw, standardise(x))
}
