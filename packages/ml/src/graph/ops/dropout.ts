import { op } from '../operator.ts'
import { size } from '../shape.ts'
import { integers, type Tensor } from '../tensor.ts'
import { multiply } from './elementwise.ts'
import { countAtRun, reshape } from './shape.ts'

const addIntegers = op('Add', ([a]) => [{ type: 'int64', shape: a.shape }])

/**
 * `x` times a mask: as many elements of the one-dimensional `table` as `x` has, from `start` ([1], int64) on. The
 * table is drawn once and every run takes another part of it: a copy, where drawing anew costs more than a layer.
 */
export function masked(x: Tensor, table: Tensor, start: Tensor): Tensor {
  const count = size(x.shape)
  const part = op('Slice', () => [{ type: 'float32', shape: [count] }])
  const end = addIntegers(start, typeof count === 'number' ? integers([count]) : countAtRun(x))
  return multiply(x, reshape(part(table, start, end, integers([0])), x.shape))
}
