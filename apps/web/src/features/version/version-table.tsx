import Link from 'next/link'
import type { VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { formatCount, formatExactCount, missing } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatMoment } from '../../ui/time.ts'
import { addressOfModel } from '../model/addresses.ts'
import { nameOfScope, scopeOf } from '../model/scope.ts'
import { useModelKinds } from '../model/use-model-kinds.ts'
import { mainFigures } from './figures.ts'
import { MetricTrend } from './metric-trend.tsx'
import { VersionButtons } from './version-buttons.tsx'
import { VersionLink } from './version-link.tsx'
import { VersionMarks } from './version-marks.tsx'

interface VersionTableProps {
  readonly versions: readonly VersionFields[]
  /** Of versions of one model, which are to be compared; null for versions of any, each with what it is of. */
  readonly comparing: {
    /** Their ids. */
    readonly chosen: readonly string[]
    readonly onChoose: (id: string) => void
  } | null
  readonly onOpen: (version: VersionFields) => void
}

const ofOne = [{ title: t('version.compare'), className: '[&]:font-normal' }, { title: t('version.version') }]
const ofAny = [{ title: t('version.version') }, { title: t('model.for') }, { title: t('version.model') }]
const facts = [
  { title: t('version.made') },
  { title: t('version.points'), className: 'text-right' },
  ...mainFigures.map(({ name }) => ({ title: name, className: 'text-right' })),
  { title: t('version.actions'), className: 'text-right' },
]
const beforeFigures = ofOne.length + 2

/** Versions, the newest first; of one model with how each figure went over them. */
export function VersionTable({ versions, comparing, onOpen }: VersionTableProps) {
  const now = useNow()
  const { titleOf } = useModelKinds()
  return (
    <ScrollArea label={t('version.table')}>
      <table className="w-full min-w-160 text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={[...(comparing ? ofOne : ofAny), ...facts]}
          rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-3"
        />
        <tbody>
          {comparing && versions.length > 1 && <MetricTrend before={beforeFigures} versions={versions} />}
          {versions.map(version => (
            <tr className="border-line border-t align-top [&>td]:py-1.5 [&>td]:pr-3" key={version.id}>
              {comparing && (
                <td>
                  <input
                    aria-label={t('version.choose', { name: version.name })}
                    checked={comparing.chosen.includes(version.id)}
                    className="size-4 accent-accent"
                    onChange={() => comparing.onChoose(version.id)}
                    type="checkbox"
                  />
                </td>
              )}
              <td className="max-w-56">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <VersionLink name={version.name} scope={scopeOf(version)} />
                  <VersionMarks version={version} />
                </span>
                {version.note !== null && (
                  <p className="truncate text-ink-soft" title={version.note}>
                    {version.note}
                  </p>
                )}
              </td>
              {comparing === null && (
                <>
                  <td className="max-w-48 truncate text-ink-soft">{nameOfScope(version)}</td>
                  <td className="max-w-48 truncate">
                    <Link className="text-accent underline" href={addressOfModel(version.model.id)} prefetch={false}>
                      {version.model.name}
                    </Link>
                    <span className="block text-ink-faint">{titleOf(version.kind)}</span>
                  </td>
                </>
              )}
              <td className="whitespace-nowrap text-ink-soft tabular-nums">
                {formatMoment(Date.parse(version.createdAt), now)}
              </td>
              <td
                className="text-right tabular-nums"
                title={version.points === null ? undefined : formatExactCount(version.points)}
              >
                {version.points === null ? missing : formatCount(version.points)}
              </td>
              {mainFigures.map(({ name, of, write }) => (
                <td className="text-right tabular-nums" key={name}>
                  {write(version.metrics && of(version.metrics.own))}
                </td>
              ))}
              <td className="text-right">
                <VersionButtons onOpen={() => onOpen(version)} version={version} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
