import { applyAll, operator } from '../operator.ts'
import { sameShape, show } from '../shape.ts'
import { constant, input, type Subgraph, type Tensor } from '../tensor.ts'

const loop = operator('Loop', ([count, , state], { body }) => {
  const [, next, made] = Object.values((body as { graph: Subgraph }).graph.outputs) as [Tensor, Tensor, Tensor]
  if (!sameShape(next.shape, state.shape) || next.type !== state.type) {
    throw new Error(`a turn makes ${show(next.shape)} of a state of ${show(state.shape)}`)
  }
  const { values } = count.source as { values: BigInt64Array }
  return [
    { type: state.type, shape: state.shape },
    { type: made.type, shape: [Number(values[0]), ...made.shape] },
  ]
})

/**
 * Takes `count` turns, each of which makes something of a state and hands on the next one: what they made, one after
 * another along a new first axis. A turn uses nothing but the state, constants and parameters. It passes no gradient on.
 */
export function repeated(
  count: number,
  state: Tensor,
  turn: (state: Tensor) => { readonly next: Tensor; readonly made: Tensor },
): Tensor {
  const on = input('turn.on', [], 'bool')
  const carried = input('turn.state', state.shape, state.type)
  const { next, made } = turn(carried)
  const graph: Subgraph = {
    inputs: [input('turn.number', [], 'int64'), on, carried],
    outputs: { 'turn.still_on': on, 'turn.next': next, 'turn.made': made },
  }
  const turns = constant(BigInt64Array.of(BigInt(count)), [])
  return applyAll(loop, [turns, constant(Uint8Array.of(1), []), state], { body: { graph } })[1]!
}
