/** `structuredClone` for plain data with arrays of numbers, at a tenth of its cost. */
export function copied<T>(value: T): T {
  if (isNumbers(value)) return value.slice() as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copied) as T
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copied(part)])) as T
}

/** What plain data holds in memory, to within some per cent. */
export function bytesOf(value: unknown): number {
  if (isNumbers(value)) return value.byteLength + 64
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 32)
}

function isNumbers(value: unknown): value is Float64Array | Int16Array {
  return value instanceof Float64Array || value instanceof Int16Array
}
