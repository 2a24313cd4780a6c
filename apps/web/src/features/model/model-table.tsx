'use client'
import Link from 'next/link'
import type { ListedModel } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatExactCount, formatNumber, missing } from '../../ui/number.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatMoment } from '../../ui/time.ts'
import { TrainingBadge } from '../training/training-badge.tsx'
import { addressOfModel } from './addresses.ts'
import { nameOfScope } from './scope.ts'
import { useModelKinds } from './use-model-kinds.ts'

const columns = [
  { title: t('model.name') },
  { title: t('model.for') },
  { title: t('model.kind') },
  { title: t('model.state') },
  { title: t('model.newest') },
  { title: t('metric.mase'), className: 'text-right' },
  { title: t('model.changed'), className: 'text-right' },
]

/** Models, each with its newest version and how its last training stands. */
export function ModelTable({ models, scoped = false }: { models: readonly ListedModel[]; scoped?: boolean }) {
  const { titleOf } = useModelKinds()
  const now = useNow()
  return (
    <ScrollArea label={t('model.table')}>
      <table className="w-full min-w-160 text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={columns.filter(({ title }) => !(scoped && title === t('model.for')))}
          rowClassName="[&>th]:py-1.5 [&>th]:pr-3"
        />
        <tbody>
          {models.map(model => {
            const version = model.versions.edges[0]?.node
            const training = model.trainings.edges[0]?.node
            return (
              <tr className="relative border-line border-t hover:bg-sunken [&>td]:py-2 [&>td]:pr-3" key={model.id}>
                <td className="max-w-64">
                  <Link
                    className="block truncate rounded-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                    href={addressOfModel(model.id)}
                    prefetch={false}
                  >
                    {model.name}
                  </Link>
                </td>
                {!scoped && <td className="max-w-48 truncate text-ink-soft">{nameOfScope(model)}</td>}
                <td className="whitespace-nowrap">{titleOf(model.kind)}</td>
                <td>
                  {training ? (
                    <TrainingBadge progress={training.progress} state={training.state} />
                  ) : (
                    <Badge tone="neutral">{untrained(model)}</Badge>
                  )}
                </td>
                <td className="whitespace-nowrap tabular-nums">
                  {version
                    ? t('model.newestOf', { name: version.name, count: formatExactCount(model.versions.totalCount) })
                    : missing}
                </td>
                <td className="text-right tabular-nums">{formatNumber(version?.metrics?.own.mase)}</td>
                <td className="whitespace-nowrap text-right text-ink-soft tabular-nums">
                  {formatMoment(Date.parse(model.updatedAt), now)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollArea>
  )
}

/** What a model is that no training was asked for: it may have versions that were brought in. */
function untrained({ draft, versions }: ListedModel): string {
  if (draft) return t('model.draft')
  return versions.totalCount > 0 ? t('version.uploaded') : t('model.untrained')
}
