import { Fault } from '@seriema/domain/fault'
import type { ParameterSpec } from '../layers/scope.ts'
import { parseSafetensors } from '../runtime/safetensors.ts'
import { writeSafetensors } from '../runtime/write-safetensors.ts'
import type { FitCheckpoint } from './fit.ts'
import type { TrainingState } from './trainer.ts'

const weightName = (name: string) => `weight.${name}`
const slotName = (slot: number, name: string) => `slot.${slot}.${name}`

/** A training's state as one safetensors file: training goes on from it as if it had never ended. */
export function writeCheckpoint(
  { step, weights, slots }: TrainingState,
  parameters: readonly ParameterSpec[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const tensors = parameters.flatMap(({ name, shape }) => [
    [weightName(name), { shape, values: weights.get(name)! }] as const,
    ...(slots.get(name) ?? []).map((values, i) => [slotName(i, name), { shape, values }] as const),
  ])
  return writeSafetensors(new Map(tensors), { ...metadata, step: `${step}` })
}

export interface Checkpoint {
  readonly state: TrainingState
  /** What was written beside it. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Throws Fault INVALID_WEIGHTS for a file that is not a checkpoint of a model with these parameters. */
export function readCheckpoint(bytes: Uint8Array, parameters: readonly ParameterSpec[]): Checkpoint {
  const { tensors, metadata } = parseSafetensors(bytes)
  const step = Number(metadata.step)
  if (!Number.isInteger(step) || step < 0)
    throw new Fault('INVALID_WEIGHTS', 'this is not a checkpoint: it has no step')
  const valuesOf = (key: string, length: number): Float32Array | undefined => {
    const values = tensors.get(key)?.floats()
    if (values === undefined || values.length === length) return values
    throw new Fault('INVALID_WEIGHTS', `${key} has ${values.length} values, ${length} are called for`)
  }
  const weights = new Map<string, Float32Array>()
  const slots = new Map<string, Float32Array[]>()
  for (const { name, shape } of parameters) {
    const length = shape.reduce((product, n) => product * n, 1)
    const values = valuesOf(weightName(name), length)
    if (values === undefined) throw new Fault('INVALID_WEIGHTS', `the checkpoint lacks ${name}`)
    weights.set(name, values)
    const kept: Float32Array[] = []
    for (let slot = valuesOf(slotName(0, name), length); slot; slot = valuesOf(slotName(kept.length, name), length)) {
      kept.push(slot)
    }
    if (kept.length > 0) slots.set(name, kept)
  }
  return { state: { step, weights, slots }, metadata }
}

/**
 * Where a training that goes in epochs stands, as one file: its state, that of its best epoch, and what it counts.
 * `besides` is kept as it is.
 */
export function writeFitCheckpoint(
  { state, best, ...counted }: FitCheckpoint,
  parameters: readonly ParameterSpec[],
  besides: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const metadata = { counted: JSON.stringify({ ...counted, ...besides }, infinite) }
  const files = [writeCheckpoint(state, parameters, metadata), ...(best ? [writeCheckpoint(best, parameters)] : [])]
  const whole = new Uint8Array(files.reduce((sum, file) => sum + lengthBytes + file.length, 0))
  let at = 0
  for (const file of files) {
    new DataView(whole.buffer).setUint32(at, file.length)
    whole.set(file, at + lengthBytes)
    at += lengthBytes + file.length
  }
  return whole
}

/** The inverse. Throws Fault INVALID_WEIGHTS for a file that is not such a checkpoint of a model with these parameters. */
export function readFitCheckpoint<Besides extends object>(
  bytes: Uint8Array,
  parameters: readonly ParameterSpec[],
): FitCheckpoint & Besides {
  const files: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + lengthBytes <= bytes.length; ) {
    const length = view.getUint32(at)
    files.push(bytes.slice(at + lengthBytes, at + lengthBytes + length))
    at += lengthBytes + length
  }
  const [state, best] = files.map(file => readCheckpoint(file, parameters))
  if (state?.metadata.counted === undefined) {
    throw new Fault('INVALID_WEIGHTS', 'this is not a checkpoint of a training in epochs')
  }
  return { ...JSON.parse(state.metadata.counted, finite), state: state.state, best: best?.state ?? null }
}

const lengthBytes = 4
/** JSON has no infinity, which is the loss before the first. */
const infinite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value
const finite = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && 'number' in value ? Number(value.number) : value
