import type { VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { allFigures } from './figures.ts'

/** Every figure of a version on data it had not seen, beside the same of repeating the last season. */
export function VersionFigures({ metrics }: { metrics: NonNullable<VersionFields['metrics']> }) {
  const { own, naive } = metrics
  return (
    <table className="w-full text-right text-xs tabular-nums">
      <caption className="pb-1 text-left text-ink-faint">{t('version.figures')}</caption>
      <TableHead
        className="text-ink-faint"
        columns={[
          { title: t('plot.figure'), className: 'text-left' },
          { title: t('version.own') },
          ...(naive === null ? [] : [{ title: t('version.naive') }]),
        ]}
        rowClassName="[&>th]:pb-1"
      />
      <tbody>
        {allFigures.map(({ name, of, write }) => (
          <tr className="border-line border-t [&>td]:py-1" key={name}>
            <th className="text-left font-normal text-ink-soft" scope="row">
              {name}
            </th>
            <td>{write(of(own))}</td>
            {naive !== null && <td className="text-ink-soft">{write(of(naive))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
