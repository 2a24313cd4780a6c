import { select } from '../graph/ops/gather.ts'
import { reshape } from '../graph/ops/shape.ts'
import { concat } from '../graph/ops/slice.ts'
import { fixed } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { uniformOver } from './initialise.ts'
import { gru } from './recurrent/gru.ts'
import { lstm } from './recurrent/lstm.ts'
import type { Scope } from './scope.ts'

export type Cell = 'lstm' | 'gru'

/** ONNX's operator for each cell, and PyTorch's gates (i, f, g, o and r, z, n) in the operator's order. */
const cells = {
  lstm: { operator: lstm, order: [0, 3, 1, 2] },
  gru: { operator: gru, order: [1, 0, 2] },
} as const

export interface RecurrentShape {
  readonly cell: Cell
  readonly inputs: number
  readonly units: number
  /** The rate at which what the layer is given is dropped, element by element. */
  readonly dropout: number
  /** The rate at which recurrent weights are dropped, each for all steps and all samples of a batch, or of a thread's part of it. */
  readonly recurrentDropout: number
}

/** As PyTorch stores a layer: the gates i, f, g, o of an LSTM and r, z, n of a GRU one below the other. */
export interface RecurrentParams {
  readonly cell: Cell
  /** [gates·units, inputs] and [gates·units, units]. */
  readonly weight: Tensor
  readonly recurrence: Tensor
  /** [gates·units], of the inputs and of the recurrence. */
  readonly bias: Tensor
  readonly recurrentBias: Tensor
  readonly dropout: (x: Tensor) => Tensor
}

/** Under PyTorch's names with the layer's number behind them, and uniform within ±1/√units, as PyTorch starts them. */
export function recurrentParams(scope: Scope, layer: number, shape: RecurrentShape): RecurrentParams {
  const { cell, inputs, units, dropout, recurrentDropout } = shape
  const rows = cells[cell].order.length * units
  const initialise = uniformOver(units)
  const weight = scope.parameter(`weight_ih_l${layer}`, [rows, inputs], initialise)
  const recurrence = scope.parameter(`weight_hh_l${layer}`, [rows, units], initialise)
  return {
    cell,
    weight,
    recurrence: scope.dropout(recurrence, recurrentDropout),
    bias: scope.parameter(`bias_ih_l${layer}`, [rows], initialise),
    recurrentBias: scope.parameter(`bias_hh_l${layer}`, [rows], initialise),
    dropout: x => scope.dropout(x, dropout),
  }
}

/**
 * One layer over a sequence, from a state of zeros: [time, batch, inputs] to [time, batch, units]. The GRU is the one
 * that resets after the recurrence. Recurrent dropout is DropConnect on the recurrent weights (Merity et al., "Regularizing
 * and optimizing LSTM language models", 2018), which leaves the whole sequence to one operator.
 */
export function recurrent(x: Tensor, { cell, dropout, ...p }: RecurrentParams): Tensor {
  const { operator, order } = cells[cell]
  const units = fixed(p.recurrence.shape, 1)
  const ordered = (parameter: Tensor): Tensor => {
    const width = parameter.shape.length === 1 ? 1 : fixed(parameter.shape, 1)
    return select(reshape(parameter, [order.length, units * width]), 0, order)
  }
  const matrix = (parameter: Tensor): Tensor => reshape(ordered(parameter), [1, ...parameter.shape])
  const biases = [p.bias, p.recurrentBias].map(one => reshape(ordered(one), [1, order.length * units]))
  const y = operator(dropout(x), matrix(p.weight), matrix(p.recurrence), concat(biases, 1))
  return reshape(y, [x.shape[0]!, x.shape[1]!, units])
}
