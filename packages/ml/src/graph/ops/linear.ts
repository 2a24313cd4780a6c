import { apply, type Binary, op, operator } from '../operator.ts'
import { broadcastShapes, type Dim, show } from '../shape.ts'
import type { Attributes, Tensor } from '../tensor.ts'
import { unbroadcast } from './reduce.ts'
import { transpose } from './shape.ts'

const flag = (attributes: Attributes, name: string): boolean => {
  const attribute = attributes[name]
  return attribute !== undefined && 'int' in attribute && attribute.int === 1
}

const product = operator(
  'Gemm',
  ([a, b, c], attributes) => {
    const [rows, inner] = matrix(a, flag(attributes, 'transA'))
    const [depth, columns] = matrix(b, flag(attributes, 'transB'))
    if (inner !== depth) throw new Error(`inner lengths ${inner} and ${depth} differ`)
    const shape = [rows, columns]
    if (c !== undefined) broadcastShapes(c.shape, shape)
    return [{ type: 'float32', shape }]
  },
  (d, [a, b, c], _, attributes) => {
    const scaled = attributes.alpha as { readonly float: number } | undefined
    const scale = scaled && { alpha: scaled.float }
    const [ta, tb] = [flag(attributes, 'transA'), flag(attributes, 'transB')]
    const da = ta
      ? gemm(b, d, undefined, { ...scale, transposeA: tb, transposeB: true })
      : gemm(d, b, undefined, { ...scale, transposeB: !tb })
    const db = tb
      ? gemm(d, a, undefined, { ...scale, transposeA: true, transposeB: ta })
      : gemm(a, d, undefined, { ...scale, transposeA: !ta })
    return c === undefined ? [da, db] : [da, db, unbroadcast(d, c)]
  },
)

const matrix = (x: Tensor, transposed: boolean): [Dim, Dim] => {
  if (x.shape.length !== 2) throw new Error(`${show(x.shape)} is not a matrix`)
  const [rows, columns] = x.shape as [Dim, Dim]
  return transposed ? [columns, rows] : [rows, columns]
}

interface GemmOptions {
  readonly transposeA?: boolean
  readonly transposeB?: boolean
  /** What the product is multiplied by. */
  readonly alpha?: number
}

/** `α·a·b + c` of matrices, either of them transposed on the way; `c` broadcasts to the product. */
export const gemm = (
  a: Tensor,
  b: Tensor,
  c?: Tensor,
  { transposeA = false, transposeB = false, alpha }: GemmOptions = {},
): Tensor =>
  apply(product, c === undefined ? [a, b] : [a, b, c], {
    ...(transposeA && { transA: { int: 1 } }),
    ...(transposeB && { transB: { int: 1 } }),
    ...(alpha !== undefined && { alpha: { float: alpha } }),
  })

/** Matrices in the last two axes, the axes before them broadcast. */
export const matmul: Binary = op(
  'MatMul',
  ([a, b]) => {
    if (a.shape.length < 2 || b.shape.length < 2) throw new Error('both operands need two axes or more')
    const [rows, inner] = a.shape.slice(-2) as [Dim, Dim]
    const [depth, columns] = b.shape.slice(-2) as [Dim, Dim]
    if (inner !== depth) throw new Error(`inner lengths ${inner} and ${depth} differ`)
    if (a.type !== b.type) throw new Error(`operands are of types ${a.type} and ${b.type}`)
    return [{ type: a.type, shape: [...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns] }]
  },
  (d, [a, b]) => [unbroadcast(matmul(d, turned(b)), a), unbroadcast(matmul(turned(a), d), b)],
)

/** The last two axes exchanged. */
export const turned = (x: Tensor): Tensor => {
  const rank = x.shape.length
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
}
