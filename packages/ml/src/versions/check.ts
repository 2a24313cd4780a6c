import { Fault } from '@seriema/domain/fault'
import type { Member } from '../contract/trainable.ts'

/** A standard deviation below which a series does not vary. */
const leastDeviation = 1e-6

/**
 * Throws Fault INVALID_TIMESTAMP for instants that are none or out of order, DUPLICATE_TIMESTAMP for one that comes twice,
 * INVALID_VALUE for a value that is not finite (a missing one is NaN), INVALID_INPUT for another number of channels.
 */
export function checkMember({ key, times, channels }: Member, expected: number): void {
  if (channels.length !== expected) {
    throw new Fault('INVALID_INPUT', `${key} has ${channels.length} channels, the model learns from ${expected}`, {
      key,
    })
  }
  for (let i = 0; i < times.length; i++) {
    const at = times[i]!
    if (!(at > 0 && Number.isSafeInteger(at)))
      throw new Fault('INVALID_TIMESTAMP', `${key}: ${at} is no instant`, { key })
    const before = i > 0 ? times[i - 1]! : 0
    if (at < before)
      throw new Fault('INVALID_TIMESTAMP', `${key}: instants are out of order at point ${i + 1}`, { key })
    if (at === before)
      throw new Fault('DUPLICATE_TIMESTAMP', `${key}: the instant of point ${i + 1} came before`, { key })
  }
  for (const values of channels) {
    if (values.length !== times.length)
      throw new Fault('INVALID_INPUT', `${key} has ${times.length} instants and ${values.length} values`, { key })
    if (values.some(value => Math.abs(value) === Number.POSITIVE_INFINITY)) {
      throw new Fault('INVALID_VALUE', `${key} has a value that is not finite`, { key })
    }
  }
}

/** Whether the values that are there do not vary; one without values does not. */
export function constantBelow(values: Float64Array): boolean {
  let [count, mean, squares] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    const deviation = value - mean
    mean += deviation / ++count
    squares += deviation * (value - mean)
  }
  return count === 0 || Math.sqrt(squares / count) < leastDeviation
}
