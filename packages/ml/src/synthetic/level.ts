import type { Draws } from './draws.ts'
import { gaussianProcess, smooth } from './gaussian-process.ts'
import { addTo, standardise, type Values } from './values.ts'

type Level = (draw: Draws, length: number) => Values

const straight: Level = (_, length) => Float64Array.from({ length }, (_, t) => t)

/** Grows or shrinks by a share a step, or towards a limit. */
const bent: Level = (draw, length) => {
  const rate = draw.between(0.5, 4) * (draw.chance(0.5) ? 1 : -1)
  const middle = draw.between(0, 1)
  return draw.chance(0.5)
    ? Float64Array.from({ length }, (_, t) => Math.exp((rate * t) / length))
    : Float64Array.from({ length }, (_, t) => 1 / (1 + Math.exp(-3 * rate * (t / length - middle))))
}

/** Straight pieces that meet. */
const broken: Level = (draw, length) => {
  const x = new Float64Array(length)
  const breaks = draw.whole(1, 4) / length
  let slope = draw.normal()
  for (let t = 1; t < length; t++) {
    if (draw.chance(breaks)) slope = draw.normal()
    x[t] = x[t - 1]! + slope
  }
  return x
}

/** Stays where it is for a while and is elsewhere then. */
const steps: Level = (draw, length) => {
  const x = new Float64Array(length)
  const changes = draw.logBetween(1, 8) / length
  let at = draw.normal()
  for (let t = 0; t < length; t++) {
    if (draw.chance(changes)) at = draw.normal()
    x[t] = at
  }
  return x
}

/** Comes back to its mean with a time constant between hours and months: Ornstein and Uhlenbeck. */
const returning: Level = (draw, length) => {
  const keep = Math.exp(-1 / draw.logBetween(4, 1_500))
  const push = Math.sqrt(1 - keep * keep)
  const x = new Float64Array(length)
  x[0] = draw.normal()
  for (let t = 1; t < length; t++) x[t] = keep * x[t - 1]! + push * draw.normal()
  return x
}

const walk: Level = (draw, length) => {
  const x = new Float64Array(length)
  const drift = draw.chance(0.3) ? 0.1 * draw.normal() : 0
  for (let t = 1; t < length; t++) x[t] = x[t - 1]! + drift + draw.normal()
  return x
}

/** A walk whose steps walk: momentum. */
const momentum: Level = (draw, length) => {
  const x = new Float64Array(length)
  const keep = draw.between(0.9, 0.999)
  let speed = 0
  for (let t = 1; t < length; t++) {
    speed = keep * speed + draw.normal()
    x[t] = x[t - 1]! + speed
  }
  return x
}

const slow: Level = (draw, length) => smooth(draw, length, draw.logBetween(length / 30, length))

const one = (draw: Draws, length: number): Values => {
  const level = draw.weighted<Level>([
    [1, straight],
    [0.6, bent],
    [0.8, broken],
    [0.8, steps],
    [5, returning],
    [1.2, walk],
    [0.4, momentum],
    [1.2, slow],
    [0.6, gaussianProcess],
  ])
  return standardise(level(draw, length))
}

/** Where a series is apart from its seasons: one or two movements; mean 0, standard deviation 1. */
export function level(draw: Draws, length: number): Values {
  const x = one(draw, length)
  return draw.chance(0.4) ? standardise(addTo(x, one(draw, length), draw.between(0.2, 1))) : x
}
