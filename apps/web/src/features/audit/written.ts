import type { AuditEntry } from '../../graphql/audit.ts'

const columns = [
  'number',
  'at',
  'actor',
  'actorKind',
  'actorId',
  'address',
  'operation',
  'outcome',
  'code',
  'message',
  'times',
  'targets',
  'changes',
  'input',
  'trace',
  'hash',
] as const satisfies readonly (keyof AuditEntry)[]

/** A line of JSON for each entry. */
export const asJsonLines = (entries: readonly AuditEntry[]): string =>
  entries.map(entry => `${JSON.stringify(entry)}\n`).join('')

/** RFC 4180, with a row of names. What a spreadsheet would take for a formula is kept from it by an apostrophe. */
export const asCsv = (entries: readonly AuditEntry[]): string =>
  [columns, ...entries.map(entry => columns.map(column => cell(entry[column])))]
    .map(row => `${row.join(',')}\r\n`)
    .join('')

function cell(value: unknown): string {
  const text = value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
