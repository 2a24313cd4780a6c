import { show } from './shape.ts'
import type { Arguments, Attributes, Gradient, Infer, Operator, Tensor, TensorType } from './tensor.ts'

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
