import { joined } from './joined.ts'

/** Turns of the iteration: components that are still not apart by then explain as much as each other. */
const turns = 200
/** Of a direction that is made of others nothing but rounding is left. */
const leastLeft = 1e-6

/**
 * The directions along which most of what was summed up lies, orthonormal, one after the other, row by row: by orthogonal
 * iteration from cosines, so that the same products give the same directions. Fewer where fewer hold all there is. O(turns · components · width²).
 *
 * @param products symmetric, width × width: the sum of the products of rows less their mean
 */
export function principalComponents(products: Float64Array, width: number, components: number): Float64Array {
  const basis = cosines(components, width)
  orthonormalise(Float64Array.from(basis), basis, width)
  const turned = new Float64Array(basis.length)
  for (let turn = 0; turn < turns; turn++) {
    turnBy(products, basis, turned, width)
    orthonormalise(turned, basis, width)
  }
  return independent(basis, width)
}

/** Cosines of 1, 2, 3 … half turns over a row: orthogonal, and what smooth rows are made of. */
export const cosines = (components: number, width: number): Float64Array =>
  Float64Array.from({ length: components * width }, (_, i) =>
    Math.cos((Math.PI * (1 + Math.floor(i / width)) * ((i % width) + 0.5)) / width),
  )

/** The rows that are not made of those before them: where fewer directions than were asked for hold all there is. */
function independent(basis: Float64Array, width: number): Float64Array {
  const kept: Float64Array[] = []
  for (let row = 0; row < basis.length; row += width) {
    const rest = basis.slice(row, row + width)
    for (const other of kept) {
      const along = other.reduce((sum, value, i) => sum + value * rest[i]!, 0)
      for (let i = 0; i < width; i++) rest[i] = rest[i]! - along * other[i]!
    }
    const length = Math.hypot(...rest)
    if (length > leastLeft) kept.push(rest.map(value => value / length))
  }
  return joined(kept)
}

/** Each row of the basis multiplied by the products, into `turned`. */
export function turnBy(products: Float64Array, basis: Float64Array, turned: Float64Array, width: number): void {
  for (let row = 0; row < basis.length; row += width) {
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (let j = 0; j < width; j++) sum += products[i * width + j]! * basis[row + j]!
      turned[row + i] = sum
    }
  }
}

/** Gram–Schmidt; a direction with nothing left of it keeps what it was. */
export function orthonormalise(from: Float64Array, basis: Float64Array, width: number): void {
  for (let row = 0; row < basis.length; row += width) {
    let before = 0
    for (let i = 0; i < width; i++) before += from[row + i]! ** 2
    for (let other = 0; other < row; other += width) {
      let along = 0
      for (let i = 0; i < width; i++) along += from[row + i]! * basis[other + i]!
      for (let i = 0; i < width; i++) from[row + i] = from[row + i]! - along * basis[other + i]!
    }
    let squares = 0
    for (let i = 0; i < width; i++) squares += from[row + i]! ** 2
    if (!(squares > 1e-18 * before) || squares === Number.POSITIVE_INFINITY) continue
    const scale = 1 / Math.sqrt(squares)
    for (let i = 0; i < width; i++) basis[row + i] = from[row + i]! * scale
  }
}
