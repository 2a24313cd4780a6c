'use client'
import type { DeploymentFields, RolloutComparison, RolloutLimits } from '../../graphql/deployment.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { missing } from '../../ui/number.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { speakerName } from '../system/speaker-name.ts'
import { type FigureRow, figureRows } from './figure-rows.ts'

const tones: Record<FigureRow['state'], string> = {
  within: 'text-good',
  beyond: 'text-critical',
  open: 'text-ink-faint',
}
const marks: Record<FigureRow['state'], string> = { within: '✓', beyond: '✕', open: '·' }

interface FiguresTableProps {
  readonly deployment: DeploymentFields
  readonly seen: RolloutComparison
  readonly limits: RolloutLimits
}

/** What was seen of a shadow or canary, each figure beside its limit and whether it keeps within. */
export function FiguresTable({ deployment, seen, limits }: FiguresTableProps) {
  const now = useNow()
  return (
    <table
      aria-label={t('deployment.figures', { speaker: speakerName(deployment.speaker) })}
      className="w-full text-xs tabular-nums"
    >
      <TableHead
        className="text-left text-2xs text-ink-faint"
        columns={[
          { title: t('deployment.figure') },
          { title: t('deployment.seen'), className: 'text-right' },
          { title: t('deployment.limit'), className: 'text-right' },
        ]}
        rowClassName="[&>th]:pb-1"
      />
      <tbody>
        {figureRows(deployment, seen, limits, now).map(({ name, seen: value, limit, state }) => (
          <tr className="border-line border-t [&>td]:py-1" key={name}>
            <th className="py-1 text-left font-normal text-ink-soft" scope="row">
              {name}
            </th>
            <td className="whitespace-nowrap pl-2 text-right font-medium">{value}</td>
            <td className="whitespace-nowrap pl-2 text-right text-ink-soft">
              {limit ?? missing}
              {limit !== null && (
                <>
                  <span aria-hidden="true" className={`ml-1.5 inline-block w-3 text-center ${tones[state]}`}>
                    {marks[state]}
                  </span>
                  <span className="sr-only">{t(`deployment.${state}`)}</span>
                </>
              )}
              {limit === null && <span aria-hidden="true" className="ml-1.5 inline-block w-3" />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
