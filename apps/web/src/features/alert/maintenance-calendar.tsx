'use client'
import type { Maintenance } from '../../graphql/maintenance.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { clockLabel, monthYearLabel, weekdayLabel } from '../../ui/time.ts'
import { type Month, weeksOf } from './month.ts'

interface MaintenanceCalendarProps {
  readonly month: Month
  readonly windows: readonly Maintenance[]
  readonly onMonth: (by: 1 | -1) => void
}

/** A month, each day with the windows that lie in it. */
export function MaintenanceCalendar({ month, windows, onMonth }: MaintenanceCalendarProps) {
  const now = useNow()
  const weeks = weeksOf(month)
  const times = windows.flatMap(({ id, name, occurrences }) =>
    occurrences.map(({ from, to }) => ({ id, name, from: Date.parse(from), to: Date.parse(to) })),
  )
  const title = monthYearLabel(month.from)
  return (
    <Panel
      aside={
        <span className="flex gap-1">
          <Button aria-label={t('maintenance.before')} className="h-7 px-2" onClick={() => onMonth(-1)}>
            ‹
          </Button>
          <Button aria-label={t('maintenance.after')} className="h-7 px-2" onClick={() => onMonth(1)}>
            ›
          </Button>
        </span>
      }
      title={title}
    >
      <ScrollArea label={t('maintenance.calendar', { month: title })}>
        <table className="w-full min-w-160 table-fixed text-xs">
          <thead className="text-left text-ink-faint">
            <tr>
              {weeks[1]!.map(day => (
                <th className="pb-1 font-medium" key={day!.from} scope="col">
                  {weekdayLabel(day!.from)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map(week => (
              <tr key={week.find(day => day !== null)!.from}>
                {week.map((day, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place in the week is what it is
                  <td className="h-20 border border-line p-1 align-top" key={i}>
                    {day !== null && <Day day={day} now={now} times={times} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Panel>
  )
}

interface DayProps {
  readonly day: Month
  readonly now: number
  readonly times: readonly { readonly id: string; readonly name: string; readonly from: number; readonly to: number }[]
}

const shownAtMost = 3

function Day({ day, now, times }: DayProps) {
  const today = now >= day.from && now < day.to
  const held = times.filter(({ from, to }) => from < day.to && to > day.from)
  return (
    <>
      <span
        aria-current={today ? 'date' : undefined}
        className="tabular-nums text-ink-soft aria-[current=date]:font-semibold aria-[current=date]:text-accent"
      >
        {new Date(day.from).getDate()}
      </span>
      <ul>
        {held.slice(0, shownAtMost).map(({ id, name, from, to }) => (
          <li
            className="mt-0.5 truncate rounded-sm bg-accent-soft px-1 text-2xs text-accent"
            key={`${id} ${from}`}
            title={name}
          >
            <span className="tabular-nums">
              {clockLabel(Math.max(from, day.from), null)}–{to >= day.to ? '24:00' : clockLabel(to, null)}
            </span>{' '}
            {name}
          </li>
        ))}
        {held.length > shownAtMost && (
          <li className="text-2xs text-ink-faint">{t('maintenance.more', { count: held.length - shownAtMost })}</li>
        )}
      </ul>
    </>
  )
}
