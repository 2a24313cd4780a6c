import type { ChannelFields, SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { formatNumber, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'

const columns = [
  { title: t('column.channel') },
  { title: t('about.kind') },
  { title: t('create.unit') },
  { title: t('about.plausible'), className: 'text-right' },
]

interface AboutPanelProps {
  readonly series: SeriesFields
  /** null for whoever may not. */
  readonly onEdit: (() => void) | null
}

/** What is said of a series: its key, attributes and channels. */
export function AboutPanel({ series, onEdit }: AboutPanelProps) {
  const edit = onEdit && (
    <Button onClick={onEdit}>
      <Icon name="edit" size={14} /> {t('edit.open')}
    </Button>
  )
  return (
    <Panel aside={edit} title={t('about.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-xs [&>dt]:text-ink-faint">
        <dt>{t('about.key')}</dt>
        <dd className="wrap-anywhere font-mono">{series.key}</dd>
        <dt>{t('about.attributes')}</dt>
        <dd className="flex flex-wrap gap-1.5">
          {series.attributes.length === 0 && <span className="text-ink-soft">{t('about.none')}</span>}
          {series.attributes.map(({ name, value }) => (
            <span className="wrap-anywhere rounded-sm border border-line bg-sunken px-1.5" key={name}>
              <span className="text-ink-faint">{name}</span> {value}
            </span>
          ))}
        </dd>
      </dl>
      <ScrollArea className="mt-3" label={t('about.channels')}>
        <table className="w-full text-xs">
          <TableHead
            className="text-left text-ink-faint"
            columns={columns}
            rowClassName="[&>th]:py-1.5 [&>th]:pr-3 [&>th]:last:pr-0"
          />
          <tbody>
            {series.channels.map(channel => (
              <tr className="border-line border-t [&>td]:py-1.5 [&>td]:pr-3 [&>td]:last:pr-0" key={channel.name}>
                <td className="font-medium">{channel.name}</td>
                <td>{t(`create.kind.${channel.kind}`)}</td>
                <td>{channel.unit ?? missing}</td>
                <td className="text-right tabular-nums">{plausible(channel)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Panel>
  )
}

const plausible = ({ minimum, maximum }: ChannelFields) =>
  minimum === null && maximum === null ? missing : `${formatNumber(minimum)} … ${formatNumber(maximum)}`
