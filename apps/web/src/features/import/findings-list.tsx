import type { Findings, ImportFields, ImportPlan } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { namedWithUnit } from './named-with-unit.ts'
import { asMissing, type PlanChange, toPlan } from './plan.ts'
import type { Seen } from './use-preview.ts'

interface FindingsListProps {
  readonly findings: Findings
  readonly notes: ImportFields['notes']
  readonly zoneFrom?: Seen['zoneFrom']
  /** How often points come, in words; null where the rows do not tell, absent where they are not at hand. */
  readonly step?: string | null
  readonly plan?: ImportPlan
  /** Where what is found can still be corrected. */
  readonly onChange?: (change: PlanChange) => void
}

const leftOutShown = 8

/** What was found out about a file: what is certain in a line, and everything that is not, each with its way out. */
export function FindingsList({ findings, notes, zoneFrom, step, plan = {}, onChange }: FindingsListProps) {
  const { guesses, suspicious, leftOut, leftOutCount, keyCandidates, keyColumn } = findings
  const candidates = keyCandidates.filter(({ name }) => name !== keyColumn)
  return (
    <section aria-label={t('found.title')} className="grid gap-2 rounded-md border border-line bg-sunken p-3 text-xs">
      <p className="break-words text-ink-soft">{inWords(findings, zoneFrom, step)}</p>
      {guesses.length > 0 && (
        <Part title={t('found.guesses')}>
          {guesses.map(({ message, otherwise, doubtful }) => (
            <Line key={message} warn={doubtful}>
              <span className="min-w-0 flex-1 break-words">{message}</span>
              {otherwise && onChange && (
                <Button onClick={() => onChange(before => ({ ...before, ...toPlan(otherwise) }))}>
                  {t('found.otherwise')}
                </Button>
              )}
            </Line>
          ))}
        </Part>
      )}
      {suspicious.length > 0 && (
        <Part title={t('found.suspicious')}>
          {suspicious.map(({ column, value, count }) => (
            <Line key={`${column} ${value}`} warn={!plan.missing?.includes(String(value))}>
              <span className="min-w-0 flex-1 break-words">
                {t('found.suspiciousValue', { column, value, count: formatExactCount(count) })}
              </span>
              {onChange && !plan.missing?.includes(String(value)) && (
                <Button onClick={() => onChange(asMissing(value))}>{t('found.asMissing')}</Button>
              )}
            </Line>
          ))}
        </Part>
      )}
      {onChange && candidates.length > 0 && (
        <Part title={t('found.keys')}>
          <li className="flex flex-wrap gap-2">
            {candidates.slice(0, leftOutShown).map(({ name, values }) => (
              <Button key={name} onClick={() => onChange(before => ({ ...before, keyColumn: name }))}>
                {t('found.key', { column: name, values: formatExactCount(values) })}
              </Button>
            ))}
          </li>
        </Part>
      )}
      {leftOutCount > 0 && (
        <Part title={t('found.leftOut', { count: formatExactCount(leftOutCount) })}>
          {leftOut.slice(0, leftOutShown).map(({ name, position, why }) => (
            <Line key={position}>
              <span className="min-w-0 break-words">{t('found.leftOutColumn', { column: name, why })}</span>
            </Line>
          ))}
          {leftOutCount > leftOutShown && (
            <Line>{t('found.more', { count: formatExactCount(leftOutCount - leftOutShown) })}</Line>
          )}
        </Part>
      )}
      {notes.length > 0 && (
        <Part title={t('found.notes')}>
          {notes.map(({ message, count, line }) => (
            <Line key={message}>
              <span className="min-w-0 break-words">
                {t('found.note', { message, count: formatExactCount(count), line: formatExactCount(line) })}
              </span>
            </Line>
          ))}
        </Part>
      )}
    </section>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="mb-0.5 font-medium text-ink">{title}</h3>
      <ul className="grid gap-1">{children}</ul>
    </div>
  )
}

function Line({ warn = false, children }: { warn?: boolean; children: React.ReactNode }) {
  return (
    <li className={`flex flex-wrap items-center gap-x-3 gap-y-1 ${warn ? 'font-medium text-warn' : 'text-ink-soft'}`}>
      {children}
    </li>
  )
}

const named: Readonly<Record<string, string>> = {
  ',': t('import.comma'),
  ';': t('import.semicolon'),
  '\t': t('import.tab'),
  '|': t('import.bar'),
  ' ': t('import.space'),
}

/** What is certain, or was settled: encoding, delimiter, numbers, dates, zone, step and units. */
function inWords(findings: Findings, zoneFrom: Seen['zoneFrom'] | undefined, step: string | null | undefined): string {
  const { encoding, delimiter, decimalComma, decimalProven, dateOrder, timeFormat, timeZone, channels } = findings
  const units = channels.filter(({ unit }) => unit !== null).map(namedWithUnit)
  const decimal = decimalComma ? t('found.comma') : t('found.point')
  return [
    encoding &&
      t('found.encoding', {
        encoding: encoding === 'windows-1252' ? 'Latin-1 (Windows-1252)' : encoding.toUpperCase(),
      }),
    t('found.delimiter', { delimiter: named[delimiter] ?? delimiter }),
    decimalProven ? t('found.decimalProven', { decimal }) : t('found.decimal', { decimal }),
    dateOrder === null
      ? t('found.format', { format: timeFormat })
      : t(`found.order.${dateOrder}`, { format: timeFormat }),
    zoneFrom !== 'times' && t('found.zone', { zone: timeZone }),
    step !== undefined && (step === null ? t('found.noStep') : t('found.step', { step })),
    findings.newestFirst && t('found.newestFirst'),
    units.length > 0 && t('found.units', { units: units.slice(0, 12).join(', ') }),
  ]
    .filter(part => part)
    .join(' · ')
}
