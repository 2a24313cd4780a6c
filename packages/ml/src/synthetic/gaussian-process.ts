import type { Draws } from './draws.ts'
import { standardise, type Values } from './values.ts'

/** Draws an angular frequency, in radians a step, from a stationary kernel's spectral density. */
type Spectrum = () => number

/**
 * Kernels as their spectra (Bochner's theorem): squared exponential, Matérn, rational quadratic, periodic. `longest` is
 * the length the slowest of them varies over.
 */
function anyKernel(draw: Draws, longest: number): Spectrum {
  const scale = draw.logBetween(2, longest)
  const exponential: Spectrum = () => draw.normal() / scale
  const freedom = draw.pick([1, 3, 5])
  const matern: Spectrum = () => draw.student(freedom) / scale
  const rationalQuadratic: Spectrum = () => (draw.normal() * Math.sqrt(-Math.log(1 - draw.uniform()))) / scale
  const period = draw.logBetween(3, longest / 2)
  const smoothness = draw.between(0.3, 2)
  // A harmonic's weight is close to that of a wrapped normal density.
  const periodic: Spectrum = () =>
    (2 * Math.PI * Math.max(1, Math.round(Math.abs(draw.normal() / smoothness)))) / period
  return draw.weighted([
    [2, exponential],
    [2, matern],
    [1, rationalQuadratic],
    [3, periodic],
  ])
}

/** Frequencies a draw is made of. Enough for its values to be close to jointly normal. */
const waves = 40

/**
 * A zero-mean Gaussian process whose kernel is a random sum and product of others, by random Fourier features (Rahimi
 * and Recht, 2007): a sum of kernels mixes their spectra, a product adds their frequencies.
 */
export function gaussianProcess(draw: Draws, length: number): Values {
  const terms = Array.from({ length: draw.whole(1, 3) }, () => {
    const factors = Array.from({ length: draw.chance(0.4) ? 2 : 1 }, () => anyKernel(draw, 2 * length))
    return [draw.between(0.2, 1), () => factors.reduce((sum, factor) => sum + factor(), 0)] as const
  })
  const x = new Float64Array(length)
  for (let i = 0; i < waves; i++) addWave(x, draw.weighted(terms)(), draw.between(0, 2 * Math.PI))
  return standardise(x)
}

/** One of squared-exponential kernel that varies over `scale` steps; about standard normal everywhere. */
export function smooth(draw: Draws, length: number, scale: number): Values {
  const x = new Float64Array(length)
  for (let i = 0; i < 12; i++) addWave(x, draw.normal() / scale, draw.between(0, 2 * Math.PI))
  const size = Math.sqrt(2 / 12)
  for (let t = 0; t < length; t++) x[t]! *= size
  return x
}

/** Adds cos(ωt + φ), turning a pointer instead of asking for each cosine. */
function addWave(x: Values, frequency: number, phase: number): void {
  const [turnCos, turnSin] = [Math.cos(frequency), Math.sin(frequency)]
  let [cos, sin] = [Math.cos(phase), Math.sin(phase)]
  for (let t = 0; t < x.length; t++) {
    x[t]! += cos
    const next = cos * turnCos - sin * turnSin
    sin = sin * turnCos + cos * turnSin
    cos = next
  }
}
