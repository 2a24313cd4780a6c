import { type Shape, show, size } from './shape.ts'

/** What is learnt and computed is float32; float64 is for values in the units of a series, which may lie far from zero. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'bool'
export type Values = Float32Array | Float64Array | BigInt64Array | Uint8Array

export interface TensorType {
  readonly type: ElementType
  readonly shape: Shape
}

/** One ONNX node: an operator applied to tensors. */
export interface Application {
  readonly kind: 'application'
  readonly operator: Operator
  readonly inputs: readonly Tensor[]
  readonly attributes: Attributes
  readonly outputs: readonly TensorType[]
}

export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'constant'; readonly values: Values }
  | Application

/** A value that a run of the graph will have: what it looks like, and where it comes from. */
export interface Tensor extends TensorType {
  readonly source: Source
  /** Which of its source's outputs it is. */
  readonly output: number
}

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }
  | { readonly graph: Subgraph }
export type Attributes = Readonly<Record<string, Attribute>>

/** A graph that an operator runs: closed, it uses nothing of the graph around it. */
export interface Subgraph {
  /** In the order the operator gives them. */
  readonly inputs: readonly Tensor[]
  readonly outputs: Readonly<Record<string, Tensor>>
}

/** As many as the operator takes: the first four can be destructured without doubt. */
export type Arguments<T> = readonly [T, T, T, T, ...T[]]

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

/** What a run is fed with. */
export const input = (name: string, shape: Shape, type: ElementType = 'float32'): Tensor => ({
  type,
  shape,
  output: 0,
  source: { kind: 'input', name },
})

/** What training may change; its values are given when the graph is encoded, or fed to each run. */
export const parameter = (name: string, shape: Shape): Tensor => ({
  type: 'float32',
  shape,
  output: 0,
  source: { kind: 'parameter', name },
})

const typeOf = (values: Values): ElementType => {
  if (values instanceof Float32Array) return 'float32'
  if (values instanceof Float64Array) return 'float64'
  return values instanceof BigInt64Array ? 'int64' : 'bool'
}

export function constant(values: Values, shape: Shape = [values.length]): Tensor {
  if (size(shape) !== values.length) throw new Error(`${values.length} values do not fill ${show(shape)}`)
  return { type: typeOf(values), shape, output: 0, source: { kind: 'constant', values } }
}

export const scalar = (value: number): Tensor => constant(Float32Array.of(value), [])
export const double = (value: number): Tensor => constant(Float64Array.of(value), [])

export const integers = (values: readonly number[]): Tensor => constant(BigInt64Array.from(values, BigInt))

/** What an operator's shape depends on (axes, a target shape) has to be a constant: its numbers. */
export function constantIntegers(tensor: Tensor): number[] {
  const { source } = tensor
  if (source.kind !== 'constant' || !(source.values instanceof BigInt64Array)) {
    throw new Error('axes, bounds and shapes have to be constant integers')
  }
  return Array.from(source.values, Number)
}
