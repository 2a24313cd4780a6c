/** Plain data beside the buffers its numbers lie in. */
export interface Movable<T> {
  readonly data: T
  readonly buffers: readonly ArrayBuffer[]
}

/**
 * Plain data that can be handed to another thread without a copy of its numbers; whoever hands it over has it no more.
 * Numbers that lie in a buffer beside others are copied out of it first.
 */
export function movable<T>(data: T): Movable<T> {
  const buffers = new Set<ArrayBuffer>()
  return { data: own(data, buffers), buffers: [...buffers] }
}

function own<T>(value: T, buffers: Set<ArrayBuffer>): T {
  if (typeof value !== 'object' || value === null) return value
  if (ArrayBuffer.isView(value)) {
    const array = value as unknown as Float64Array<ArrayBuffer>
    const whole = array.byteLength === array.buffer.byteLength ? array : array.slice()
    buffers.add(whole.buffer)
    return whole as unknown as T
  }
  if (Array.isArray(value)) return value.map(part => own(part, buffers)) as T
  const made: Record<string, unknown> = {}
  for (const name in value) made[name] = own(value[name], buffers)
  return made as T
}
