import { gemm } from '../../graph/ops/linear.ts'
import { columnSums } from '../../graph/ops/reduce.ts'
import { reshape } from '../../graph/ops/shape.ts'
import { concat, slice } from '../../graph/ops/slice.ts'
import { fixed, sameShape, show } from '../../graph/shape.ts'
import type { Infer, Tensor } from '../../graph/tensor.ts'
import { rows } from './time.ts'

/** The output of one of ONNX's recurrent operators with this many gates; throws where its operands do not fit. */
export const sequenceType =
  (gates: number): Infer =>
  ([x, weight, recurrence, biases]) => {
    if (x.shape.length !== 3) throw new Error(`${show(x.shape)} is not [time, batch, inputs]`)
    const [units, inputs] = [fixed(recurrence.shape, 2), fixed(x.shape, 2)]
    const wanted = [
      [weight, [1, gates * units, inputs]],
      [recurrence, [1, gates * units, units]],
      [biases, [1, 2 * gates * units]],
    ] as const
    for (const [operand, shape] of wanted) {
      if (!sameShape(operand.shape, shape)) throw new Error(`${show(operand.shape)} is not ${show(shape)}`)
    }
    return [{ type: 'float32', shape: [fixed(x.shape, 0), 1, x.shape[1]!, units] }]
  }

/** The bias of the inputs and that of the recurrence, which ONNX keeps one after the other. */
export function bias(biases: Tensor): readonly [Tensor, Tensor] {
  const half = fixed(biases.shape, 1) / 2
  return [reshape(slice(biases, 1, 0, half), [half]), reshape(slice(biases, 1, half, 2 * half), [half])]
}

export interface Backward {
  readonly x: Tensor
  /** The outputs, a step earlier: [time, batch, units]. */
  readonly earlier: Tensor
  /** [gates·units, inputs] and [gates·units, units]. */
  readonly w: Tensor
  readonly r: Tensor
  /** The gradients of `w·x + bias` and of `r·earlier + bias`, for all steps: [time·batch, gates·units]. */
  readonly dInput: Tensor
  readonly dRecurrent: Tensor
}

/** The gradients of all operands: of each matrix one product over all steps. */
export function layerGradients({ x, earlier, w, r, dInput, dRecurrent }: Backward): readonly Tensor[] {
  const inputSums = columnSums(dInput)
  const recurrentSums = dRecurrent === dInput ? inputSums : columnSums(dRecurrent)
  const product = (d: Tensor, y: Tensor) => gemm(d, rows(y), undefined, { transposeA: true })
  return [
    reshape(gemm(dInput, w), x.shape),
    reshape(product(dInput, x), [1, ...w.shape]),
    reshape(product(dRecurrent, earlier), [1, ...r.shape]),
    reshape(concat([inputSums, recurrentSums], 0), [1, 2 * fixed(w.shape, 0)]),
  ]
}
