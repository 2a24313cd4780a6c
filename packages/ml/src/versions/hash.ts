import type { Member, TrainingRequest } from '../contract/trainable.ts'
import { sha256 } from '../runtime/sha256.ts'

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** By their keys, since it makes no difference in which order series are given. */
const inOrder = (members: readonly Member[]): readonly Member[] =>
  members.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

/** What a training learns from: every instant, value, attribute, step and zone of all series. SHA-256, hexadecimal. */
export const dataHash = (members: readonly Member[]): string =>
  sha256(
    inOrder(members).flatMap(({ key, times, channels, attributes, step, timeZone }) => {
      const named = attributes.map(({ name, value }) => [name, value]).toSorted()
      const head = JSON.stringify([key, times.length, channels.length, named, Object.entries(step).sort(), timeZone])
      return [head, bytesOf(times), ...channels.map(bytesOf)]
    }),
  )

/** What makes a version: the same kind, settings, recipe, channels, seed and data. SHA-256, hexadecimal. */
export const fingerprint = ({ kind, settings, recipe, channels, members, seed }: TrainingRequest): string =>
  sha256([JSON.stringify([kind, sorted(settings), sorted(recipe), sorted(channels), seed]), dataHash(members)])

/** The names of records in one order, however they came. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, part]) => [name, sorted(part)])
}
