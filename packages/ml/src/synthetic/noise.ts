import type { Draws } from './draws.ts'
import { smooth } from './gaussian-process.ts'
import { standardise, type Values } from './values.ts'

type Noise = (draw: Draws, length: number) => Values

const white: Noise = (draw, length) => Float64Array.from({ length }, () => draw.normal())

const heavyTailed: Noise = (draw, length) => {
  const freedom = draw.whole(3, 8)
  return Float64Array.from({ length }, () => draw.student(freedom))
}

/** Autoregressive of order 1 to 3, by poles inside the unit circle. */
const coloured: Noise = (draw, length) => {
  const x = white(draw, length)
  if (draw.chance(0.35)) {
    const radius = draw.between(0.5, 0.97)
    const [a, b] = [2 * radius * Math.cos(draw.between(0, Math.PI)), -radius * radius]
    for (let t = 2; t < length; t++) x[t]! += a * x[t - 1]! + b * x[t - 2]!
  }
  const keep = draw.chance(0.85) ? draw.between(0.2, 0.95) : draw.between(-0.7, 0)
  for (let t = 1; t < length; t++) x[t]! += keep * x[t - 1]!
  return x
}

/** Each value rests a little on all before: fractionally integrated noise (Granger and Joyeux, 1980). */
const longMemory: Noise = (draw, length) => {
  const order = draw.between(0.1, 0.48)
  const weights = new Float64Array(length)
  weights[0] = 1
  for (let k = 1; k < length; k++) weights[k] = (weights[k - 1]! * (k - 1 + order)) / k
  const shocks = white(draw, length)
  return Float64Array.from({ length }, (_, t) => {
    let sum = 0
    for (let k = 0; k <= t; k++) sum += weights[k]! * shocks[t - k]!
    return sum
  })
}

/** Calm and excited by turns: GARCH(1, 1). */
const excited: Noise = (draw, length) => {
  const keep = draw.between(0.7, 0.9)
  const answer = draw.between(0.05, 0.98 - keep)
  let variance = 1
  return Float64Array.from({ length }, () => {
    const value = Math.sqrt(variance) * draw.normal()
    variance = 1 - keep - answer + keep * variance + answer * value * value
    return value
  })
}

/** What cannot be foreseen: mean 0, standard deviation 1. Its size may itself wander. */
export function noise(draw: Draws, length: number): Values {
  const kind = draw.weighted<Noise>([
    [4, white],
    [1.5, heavyTailed],
    [4, coloured],
    [0.5, longMemory],
    [0.7, excited],
  ])
  const x = kind(draw, length)
  if (draw.chance(0.2)) {
    const size = smooth(draw, length, draw.logBetween(20, length))
    for (let t = 0; t < length; t++) x[t]! *= Math.exp(0.5 * size[t]!)
  }
  return standardise(x)
}
