import { show } from './shape.ts'
import type { Attributes, Tensor, TensorType } from './tensor.ts'

/** As many as the operator takes: the first four can be destructured without doubt. */
type Arguments<T> = readonly [T, T, T, T, ...T[]]

/** The outputs' types from the inputs'; throws an Error that says what does not fit. */
export type Infer = (inputs: Arguments<Tensor>, attributes: Attributes) => readonly TensorType[]

/**
 * The gradient with respect to each input, given that with respect to the first output. `null` where an input is not
 * differentiable (an index, a mask) or is a constant of the operator.
 */
export type Gradient = (
  d: Tensor,
  inputs: Arguments<Tensor>,
  outputs: Arguments<Tensor>,
  attributes: Attributes,
) => readonly (Tensor | null)[]

/** What stands for the operator where a graph is encoded: its only output, made of other operators. */
export type Body = (inputs: Arguments<Tensor>, attributes: Attributes) => Tensor

/**
 * One ONNX operator, its rule of shapes, and beside it the rule of its gradient, where it has one. One with a body is
 * our own: a few of ONNX's with a gradient of their own.
 */
export interface Operator {
  readonly name: string
  readonly infer: Infer
  readonly gradient: Gradient | undefined
  readonly body?: Body
}

export const operator = (name: string, infer: Infer, gradient?: Gradient): Operator => ({ name, infer, gradient })

/** Every output of an operator; the first is the one gradients flow through. */
export function applyAll(
  operator: Operator,
  inputs: readonly Tensor[],
  attributes: Attributes = {},
): readonly [Tensor, ...Tensor[]] {
  let outputs: readonly TensorType[]
  try {
    outputs = operator.infer(inputs as unknown as Arguments<Tensor>, attributes)
  } catch (error) {
    const shapes = inputs.map(({ shape }) => show(shape)).join(', ')
    throw new Error(`${operator.name}(${shapes}): ${(error as Error).message}`, { cause: error })
  }
  const source = { kind: 'application', operator, inputs, attributes, outputs } as const
  return outputs.map((type, output) => ({ ...type, source, output })) as unknown as readonly [Tensor, ...Tensor[]]
}

export const apply = (operator: Operator, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor =>
  applyAll(operator, inputs, attributes)[0]

export type Unary = (x: Tensor) => Tensor
export type Binary = (a: Tensor, b: Tensor) => Tensor

/** An operator without attributes, as a function of its inputs. */
export function op(name: string, infer: Infer, gradient?: Gradient): (...inputs: readonly Tensor[]) => Tensor {
  const defined = operator(name, infer, gradient)
  return (...inputs) => apply(defined, inputs)
}

/** An operator that works element by element. */
export const unary = (name: string, gradient?: Gradient): Unary =>
  op(name, ([x]) => [{ type: x.type, shape: x.shape }], gradient)
