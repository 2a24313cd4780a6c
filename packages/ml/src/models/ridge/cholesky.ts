/**
 * Solves A·X = B for symmetric positive definite A, in place: B becomes X. Row-major, `size`² and `size` × `columns`.
 * Only the lower triangle of A is read; it is overwritten by its Cholesky factor. The inner loops run over contiguous
 * memory. False, with both arrays spoilt, when A is not positive definite to working precision.
 */
export function solveInPlace(a: Float64Array, b: Float64Array, size: number, columns: number): boolean {
  return factorise(a, size) && substitute(a, b, size, columns)
}

/** Rows worked on together, so that a row of the factor is read once from memory for all of them. */
const block = 4

function factorise(a: Float64Array, size: number): boolean {
  for (let i0 = 0; i0 < size; i0 += block) {
    const i1 = Math.min(i0 + block, size)
    for (let j = 0; j < i0; j++) {
      const rowJ = j * size
      const inverse = 1 / a[rowJ + j]!
      if (i1 - i0 === block) eliminateFour(a, size, i0 * size, rowJ, j, inverse)
      else for (let i = i0; i < i1; i++) a[i * size + j] = (a[i * size + j]! - dot(a, i * size, rowJ, j)) * inverse
    }
    for (let i = i0; i < i1; i++) {
      const rowI = i * size
      for (let j = i0; j < i; j++) a[rowI + j] = (a[rowI + j]! - dot(a, rowI, j * size, j)) / a[j * size + j]!
      const pivot = a[rowI + i]! - dot(a, rowI, rowI, i)
      if (!(pivot > 0)) return false
      a[rowI + i] = Math.sqrt(pivot)
    }
  }
  return true
}

function eliminateFour(a: Float64Array, size: number, row0: number, rowJ: number, j: number, inverse: number): void {
  const row1 = row0 + size
  const row2 = row1 + size
  const row3 = row2 + size
  let s0 = a[row0 + j]!
  let s1 = a[row1 + j]!
  let s2 = a[row2 + j]!
  let s3 = a[row3 + j]!
  for (let k = 0; k < j; k++) {
    const factor = a[rowJ + k]!
    s0 -= a[row0 + k]! * factor
    s1 -= a[row1 + k]! * factor
    s2 -= a[row2 + k]! * factor
    s3 -= a[row3 + k]! * factor
  }
  a[row0 + j] = s0 * inverse
  a[row1 + j] = s1 * inverse
  a[row2 + j] = s2 * inverse
  a[row3 + j] = s3 * inverse
}

function dot(a: Float64Array, rowI: number, rowJ: number, length: number): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += a[rowI + k]! * a[rowJ + k]!
  return sum
}

/** L·Y = B, then Lᵀ·X = Y. */
function substitute(l: Float64Array, b: Float64Array, size: number, columns: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, i * columns, k * columns, l[i * size + k]!, columns)
    scaleRow(b, i * columns, 1 / l[i * size + i]!, columns)
  }
  for (let i = size - 1; i >= 0; i--) {
    scaleRow(b, i * columns, 1 / l[i * size + i]!, columns)
    for (let k = 0; k < i; k++) subtractRow(b, k * columns, i * columns, l[i * size + k]!, columns)
  }
  return true
}

function subtractRow(b: Float64Array, to: number, from: number, factor: number, columns: number): void {
  for (let c = 0; c < columns; c++) b[to + c] = b[to + c]! - factor * b[from + c]!
}

function scaleRow(b: Float64Array, row: number, factor: number, columns: number): void {
  for (let c = 0; c < columns; c++) b[row + c] = b[row + c]! * factor
}
