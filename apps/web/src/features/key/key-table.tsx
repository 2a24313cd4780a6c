'use client'
import type { ApiKeyFields } from '../../graphql/api-key.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatMoment } from '../../ui/time.ts'
import { grantInWords, type KeyState, momentOr, stateOf } from './in-words.ts'

const columns = [
  { title: t('keys.name') },
  { title: t('keys.grants') },
  { title: t('keys.madeBy') },
  { title: t('keys.expires') },
  { title: t('keys.lastUsed') },
  { title: t('keys.state') },
  { title: t('keys.actions'), className: 'text-right' },
]

const tones = {
  ACTIVE: 'good',
  ROTATED: 'good',
  ENDING: 'warn',
  EXPIRED: 'neutral',
  REVOKED: 'neutral',
} as const satisfies Record<KeyState, string>

/** What may be asked of a key. */
export type KeyAction = 'change' | 'rotate' | 'revoke'

interface KeyTableProps {
  readonly keys: readonly ApiKeyFields[]
  readonly onAsk: (action: KeyAction, key: ApiKeyFields) => void
}

/** API keys, each with what it may do and how it stands. */
export function KeyTable({ keys, onAsk }: KeyTableProps) {
  const now = useNow()
  return (
    <ScrollArea label={t('keys.table')}>
      <table className="w-full min-w-200 text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={columns}
          rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-3 [&>th]:last:pr-0"
        />
        <tbody>
          {keys.map(key => (
            <KeyRow key={key.id} now={now} of={key} onAsk={action => onAsk(action, key)} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}

interface KeyRowProps {
  readonly of: ApiKeyFields
  readonly now: number
  readonly onAsk: (action: KeyAction) => void
}

function KeyRow({ of, now, onAsk }: KeyRowProps) {
  const { name, handle, grants, createdAt, createdBy, expiresAt, lastUsedAt, formerUntil } = of
  const state = stateOf(of, now)
  const button = (action: KeyAction) => (
    <Button
      aria-label={t(`keys.${action}Named`, { name })}
      className="h-7 px-2"
      look="quiet"
      onClick={() => onAsk(action)}
    >
      {action === 'change' ? t('edit.open') : t(`keys.${action}`)}
    </Button>
  )
  return (
    <tr className="border-line border-t align-top [&>td]:py-2 [&>td]:pr-3 [&>td]:last:pr-0">
      <td className="max-w-56">
        <span className="wrap-anywhere font-medium">{name}</span>
        <code className="block font-mono text-2xs text-ink-faint">srm_{handle}_…</code>
      </td>
      <td className="min-w-44">
        <ul>
          {grants.map(grant => (
            <li className="wrap-anywhere" key={JSON.stringify(grant)}>
              {grantInWords(grant)}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <span className="wrap-anywhere">{createdBy}</span>
        <span className="block whitespace-nowrap text-2xs text-ink-faint">
          {formatMoment(Date.parse(createdAt), now)}
        </span>
      </td>
      <td className="whitespace-nowrap tabular-nums">{momentOr(expiresAt, now, t('keys.never'))}</td>
      <td className="whitespace-nowrap tabular-nums">{momentOr(lastUsedAt, now, t('keys.notYet'))}</td>
      <td>
        <Badge tone={tones[state]}>{t(`keys.state.${state}`)}</Badge>
        {state === 'ROTATED' && (
          <span className="block text-2xs text-ink-faint">
            {t('keys.formerUntil', { at: momentOr(formerUntil, now, '') })}
          </span>
        )}
      </td>
      <td>
        {state !== 'REVOKED' && (
          <span className="-my-1 flex justify-end gap-1">
            {button('change')}
            {button('rotate')}
            {button('revoke')}
          </span>
        )}
      </td>
    </tr>
  )
}
