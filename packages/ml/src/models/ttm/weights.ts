import { Fault } from '@seriema/domain/fault'
import { show } from '../../graph/shape.ts'
import type { ParameterSpec } from '../../layers/scope.ts'
import type { Safetensors } from '../../runtime/safetensors.ts'

/** Kept by the framework that wrote the file, and without effect on a forecast. */
const bookkeeping = /\.num_batches_tracked$/
/** Computed from the configuration where a file leaves it out. */
const computed = 'backbone.encoder.positional_encoder.position_enc'

const some = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')

/**
 * The weights a model was declared with, out of a file. Throws Fault INVALID_WEIGHTS naming the tensors that are
 * missing, left over, of another shape, or not finite.
 */
export function bindWeights(specs: readonly ParameterSpec[], file: Safetensors): Map<string, Float32Array> {
  const wanted = new Set(specs.map(({ name }) => name))
  const missing = [...wanted].filter(name => name !== computed && !file.tensors.has(name))
  const over = [...file.tensors.keys()].filter(name => !wanted.has(name) && !bookkeeping.test(name))
  if (missing.length > 0 || over.length > 0) {
    const reasons = [
      ...(missing.length > 0 ? [`it lacks ${some(missing)}`] : []),
      ...(over.length > 0 ? [`it has ${some(over)}, which the configuration does not call for`] : []),
    ]
    throw new Fault('INVALID_WEIGHTS', `the weights do not fit config.json: ${reasons.join('; ')}`, { missing, over })
  }
  return new Map(
    specs.map(({ name, shape, initialise }) => {
      const tensor = file.tensors.get(name)
      if (tensor === undefined) return [name, initialise(shape[0]! * shape[1]!, () => 0)]
      if (show(tensor.shape) !== show(shape)) {
        throw new Fault('INVALID_WEIGHTS', `${name} is ${show(tensor.shape)}, config.json calls for ${show(shape)}`)
      }
      const values = tensor.floats()
      if (!values.every(Number.isFinite)) throw new Fault('INVALID_WEIGHTS', `${name} has values that are not finite`)
      return [name, values]
    }),
  )
}
