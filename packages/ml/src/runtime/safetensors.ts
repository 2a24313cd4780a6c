import { Fault } from '@seriema/domain/fault'

/** How each element type of the format is stored: bytes an element, and how it is read. */
const elements = {
  F64: { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view: DataView, at: number) => view.getFloat16(at, true) },
  BF16: { bytes: 2, read: (view: DataView, at: number) => brainFloat(view.getUint16(at, true)) },
  I64: { bytes: 8, read: (view: DataView, at: number) => Number(view.getBigInt64(at, true)) },
  I32: { bytes: 4, read: (view: DataView, at: number) => view.getInt32(at, true) },
  U8: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
  BOOL: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
} as const

export type StoredType = keyof typeof elements

export interface StoredTensor {
  readonly type: StoredType
  readonly shape: readonly number[]
  /** The values as numbers; F64 keeps its precision in `doubles`. */
  floats(): Float32Array
  doubles(): Float64Array
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** A bfloat16 is the upper half of a float32. */
const scratch = new DataView(new ArrayBuffer(4))
const brainFloat = (bits: number): number => {
  scratch.setUint32(0, bits << 16)
  return scratch.getFloat32(0)
}

const headerLimit = 100_000_000
const invalid = (reason: string) => new Fault('INVALID_WEIGHTS', `not a readable safetensors file: ${reason}`)

/**
 * Reads the safetensors format. The bytes are kept, not copied, and no tensor's values are made before they are asked
 * for. Whatever is wrong with the file is a Fault INVALID_WEIGHTS, and costs no more memory than the file itself.
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8) throw invalid(`it ends after ${bytes.length} bytes`)
  const headerLength = view.getBigUint64(0, true)
  if (headerLength > BigInt(Math.min(headerLimit, bytes.length - 8))) {
    throw invalid(`its header is said to be ${headerLength} bytes long, which it does not hold`)
  }
  const start = 8 + Number(headerLength)
  const header = parseHeader(bytes.subarray(8, start))
  const metadata: Record<string, string> = {}
  const tensors = new Map<string, StoredTensor>()
  const spans: { name: string; from: number; to: number }[] = []
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(record(entry, 'its metadata'))) {
        if (typeof value !== 'string') throw invalid(`its metadata ${key} is not a text`)
        metadata[key] = value
      }
      continue
    }
    const { type, shape, from, to } = parseEntry(name, entry)
    if (to > bytes.length - start) throw invalid(`${name} lies beyond its end`)
    spans.push({ name, from, to })
    tensors.set(name, stored(view, start + from, to - from, type, shape))
  }
  let end = 0
  for (const { name, from, to } of spans.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw invalid(`${name} starts at ${from} where the tensor before it ends at ${end}`)
    end = to
  }
  if (end !== bytes.length - start) throw invalid(`${bytes.length - start - end} bytes belong to no tensor`)
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid('its header is not JSON')
  }
  return record(header, 'its header')
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${what} is not an object`)
  return value as Record<string, unknown>
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function parseEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets } = record(entry, name)
  if (typeof dtype !== 'string' || !Object.hasOwn(elements, dtype)) {
    throw invalid(`${name} is of type ${String(dtype).slice(0, 20)}; known are ${Object.keys(elements).join(', ')}`)
  }
  const type = dtype as StoredType
  if (!Array.isArray(shape) || !shape.every(isCount)) throw invalid(`${name} has no shape`)
  if (!Array.isArray(data_offsets) || data_offsets.length !== 2 || !data_offsets.every(isCount)) {
    throw invalid(`${name} has no place in the file`)
  }
  const [from, to] = data_offsets as [number, number]
  const count = shape.reduce((product: number, length: number) => product * length, 1)
  if (to - from !== count * elements[type].bytes) {
    throw invalid(`${name} takes ${to - from} bytes, but [${shape.join(', ')}] of ${type} does not`)
  }
  return { type, shape: shape as readonly number[], from, to }
}

function stored(view: DataView, at: number, length: number, type: StoredType, shape: readonly number[]): StoredTensor {
  const { bytes, read } = elements[type]
  const values = <T extends Float32Array | Float64Array>(into: T): T => {
    for (let i = 0; i < into.length; i++) into[i] = read(view, at + i * bytes)
    return into
  }
  const count = length / bytes
  return {
    type,
    shape,
    floats: () =>
      type === 'F32'
        ? new Float32Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + length) as ArrayBuffer)
        : values(new Float32Array(count)),
    doubles: () => values(new Float64Array(count)),
  }
}
