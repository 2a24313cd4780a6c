'use client'
import { Fragment, useState } from 'react'
import type { AuditEntry } from '../../graphql/audit.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatInstant } from '../../ui/time.ts'
import { EntryDetails } from './entry-details.tsx'

const columns = [
  { title: t('audit.at') },
  { title: t('audit.actor') },
  { title: t('audit.operation') },
  { title: t('audit.target') },
  { title: t('audit.outcome') },
]

const tones = { DONE: 'good', REFUSED: 'critical', FAILED: 'warn' } as const

/** Entries, each of which unfolds to what was changed and asked for. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const turn = (number: number) =>
    setOpen(before => {
      const after = new Set(before)
      if (!after.delete(number)) after.add(number)
      return after
    })
  return (
    <ScrollArea label={t('audit.table')}>
      <table className="w-full min-w-176 text-xs">
        <TableHead className="text-left text-ink-faint" columns={columns} rowClassName="[&>th]:py-1.5 [&>th]:pr-3" />
        <tbody>
          {entries.map(entry => {
            const { number, at, actor, address, operation, outcome, code, times } = entry
            const shown = open.has(number)
            return (
              <Fragment key={number}>
                <tr className="border-line border-t align-top hover:bg-sunken [&>td]:py-2 [&>td]:pr-3">
                  <td className="whitespace-nowrap tabular-nums">
                    <button
                      aria-expanded={shown}
                      className="rounded-sm text-left text-accent hover:underline"
                      onClick={() => turn(number)}
                      type="button"
                    >
                      {formatInstant(Date.parse(at))}
                    </button>
                  </td>
                  <td className="max-w-56">
                    <span className="block truncate">{actor}</span>
                    <span className="block truncate text-ink-faint">{address}</span>
                  </td>
                  <td className="max-w-56">
                    <span className="block truncate font-medium">{operation}</span>
                    {times > 1 && (
                      <span className="text-ink-faint">{t('audit.times', { count: formatExactCount(times) })}</span>
                    )}
                  </td>
                  <td className="max-w-72 wrap-anywhere">{targetsInWords(entry)}</td>
                  <td>
                    <Badge tone={tones[outcome]}>{t(`audit.outcome.${outcome}`)}</Badge>
                    {code !== null && <span className="block text-ink-faint wrap-anywhere">{code}</span>}
                  </td>
                </tr>
                {shown && (
                  <tr>
                    <td className="pb-3" colSpan={columns.length}>
                      <EntryDetails entry={entry} />
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </ScrollArea>
  )
}

const named = 3

function targetsInWords({ targets }: AuditEntry): string {
  const words = targets.slice(0, named).map(({ type, name, series, version }) => {
    const what = [name ?? (type === 'Series' ? series : null), version].filter(each => each !== null).join(' ')
    const of = series !== null && what !== series ? t('audit.ofSeries', { series }) : ''
    return [type, what, of].filter(Boolean).join(' ')
  })
  const more = targets.length - words.length
  return more > 0 ? t('audit.andMore', { named: words.join(', '), count: formatExactCount(more) }) : words.join(', ')
}
