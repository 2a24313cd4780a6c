import type { AuditEntry } from '../../graphql/audit.ts'
import { t } from '../../messages/message.ts'

/** Who of these has an id that says more than how it was recognised. */
const isNamed: ReadonlySet<AuditEntry['actorKind']> = new Set(['KEY', 'TOKEN', 'SESSION'])

/** What was changed, from what to what, what was asked for, and why it ended as it did. */
export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const { changes, input, message, number, actorKind, actorId, trace, hash } = entry
  const facts = [
    [t('audit.why'), message],
    [
      t('audit.recognised'),
      isNamed.has(actorKind) ? `${t(`audit.kind.${actorKind}`)} ${actorId}` : t(`audit.kind.${actorKind}`),
    ],
    [t('audit.input'), input],
    [t('audit.trace'), trace],
    [t('audit.number'), `${number}, ${hash}`],
  ].filter(([, value]) => value)
  return (
    <div className="grid gap-3 rounded-md bg-sunken p-3 text-xs">
      {changes.length > 0 && (
        <ul className="grid gap-1.5">
          {changes.map(({ target, field, before, after }) => (
            <li className="wrap-anywhere" key={`${target} ${field}`}>
              <span className="font-medium">{t('audit.field', { target, field })}</span>{' '}
              <del className="text-critical">{before ?? t('audit.nothing')}</del>{' '}
              <ins className="text-good no-underline">{after ?? t('audit.nothing')}</ins>
            </li>
          ))}
        </ul>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&>dd]:wrap-anywhere [&>dt]:text-ink-soft">
        {facts.map(([name, value]) => (
          <div className="contents" key={name}>
            <dt className="text-ink-soft">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
