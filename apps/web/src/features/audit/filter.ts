import type { AuditFilter } from '../../graphql/audit.ts'
import type { FilterDraft } from './filter-fields.tsx'

/** What is typed as what is asked: empty is any, a day begins and ends where whoever looks is. */
export const toFilter = ({ search, actor, operation, series, outcome, from, to }: FilterDraft): AuditFilter => ({
  search: orNull(search),
  actor: orNull(actor),
  operation: orNull(operation),
  series: orNull(series),
  outcome,
  from: midnight(from, 0),
  to: midnight(to, 1),
})

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** null for what is no day of these centuries, as while it is typed. */
function midnight(day: string, later: number): string | null {
  const [, year, month, date] = /^([12]\d{3})-(\d\d)-(\d\d)$/.exec(day) ?? []
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later)
  return Number.isNaN(at.getTime()) || at.getTime() < 0 ? null : at.toISOString()
}
