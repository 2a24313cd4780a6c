import { Fault } from '@seriema/domain/fault'

/** Description of every `id`. */
export const identity = 'Unlike that of anything else here; `node` finds it again.'

const malformed = () => new Fault('INVALID_INPUT', 'an id is given as it was received: opaque, never put together')

export const encodeId = (typename: string, id: string | number | bigint): string =>
  Buffer.from(`${typename}:${id}`).toString('base64url')

const nodes: ReadonlySet<string | undefined> = new Set([
  'Series',
  'Anomaly',
  'Forecast',
  'Import',
  'Group',
  'Model',
  'Version',
  'Training',
  'Label',
  'Suppression',
  'ApiKey',
  'Schedule',
  'ScheduleRun',
  'AlertRule',
  'Alert',
  'Maintenance',
  'Receiver',
  'Delivery',
])

/** Throws INVALID_INPUT for what `encodeId` did not make. */
export function decodeId(text: string): { readonly typename: string; readonly id: string } {
  const [, typename, id] = /^(\w+):(.+)$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (typename === undefined || id === undefined || !nodes.has(typename)) throw malformed()
  return { typename, id }
}

/** The number of a row, where ids are numbers, `most` at most. Throws INVALID_INPUT. */
export const rowNumber =
  (most: number) =>
  (id: string): number => {
    const number = /^\d{1,16}$/.test(id) ? Number(id) : Number.NaN
    if (!(number <= most)) throw malformed()
    return number
  }

/** That of a row whose id is an `integer`. */
export const rowId = rowNumber(2 ** 31 - 1)

/** The same of an argument that may be left out. */
export const rowIdOf = (given: { readonly id: string } | null | undefined): number | null =>
  given == null ? null : rowId(given.id)

/** A UUID in lower case. Throws INVALID_INPUT. */
export function uuid(id: string): string {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) throw malformed()
  return id
}
