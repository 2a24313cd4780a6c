import type { Shape } from '../graph/shape.ts'
import { parameter, type Tensor } from '../graph/tensor.ts'
import type { Initialiser } from './initialise.ts'

/** A tensor of weights that a model needs: its name in the file, its shape, and how it starts untrained. */
export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly initialise: Initialiser
  /** False for what is kept with the weights but never learnt: running statistics, fixed encodings. */
  readonly trained: boolean
  readonly tensor: Tensor
  /** What a training step makes of it, where it changes but is not learnt. */
  readonly next?: Tensor
}

/** Where a layer declares its parameters: under a name, in a model. */
export interface Scope {
  within(name: string): Scope
  parameter(name: string, shape: readonly number[], initialise: Initialiser): Tensor
  buffer(name: string, shape: readonly number[], initialise: Initialiser): Tensor
  /** The layer's dropout: zeroes elements at this rate while training, passes everything on otherwise. */
  dropout(x: Tensor, rate: number): Tensor
  /** Whether the model is built to be trained. */
  readonly training: boolean
  /** Says what a training step makes of a buffer. */
  moves(buffer: Tensor, next: Tensor): void
}

export interface Declarations {
  readonly scope: Scope
  /** What was declared, in order; it grows while the model is built. */
  readonly parameters: readonly ParameterSpec[]
}

/** An empty model to declare into. Without `dropout` it is a model for serving. */
export function declarations(dropout?: (x: Tensor, rate: number) => Tensor): Declarations {
  const parameters: ParameterSpec[] = []
  const names = new Set<string>()
  const declare = (name: string, shape: readonly number[], initialise: Initialiser, trained: boolean): Tensor => {
    if (names.has(name)) throw new Error(`parameter ${name} is declared twice`)
    names.add(name)
    const tensor = parameter(name, shape as Shape)
    parameters.push({ name, shape, initialise, trained, tensor })
    return tensor
  }
  const under = (prefix: string): Scope => ({
    within: name => under(`${prefix}${name}.`),
    parameter: (name, shape, initialise) => declare(prefix + name, shape, initialise, true),
    buffer: (name, shape, initialise) => declare(prefix + name, shape, initialise, false),
    dropout: (x, rate) => (rate === 0 || dropout === undefined ? x : dropout(x, rate)),
    training: dropout !== undefined,
    moves(buffer, next) {
      const place = parameters.findIndex(({ tensor }) => tensor === buffer)
      parameters[place] = { ...parameters[place]!, next }
    },
  })
  return { scope: under(''), parameters }
}
