'use client'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import type { ModelKinds } from './use-model-kinds.ts'

interface KindFilterProps {
  readonly kinds: ModelKinds['kinds']
  /** Empty for any. */
  readonly kind: string
  readonly onChange: (kind: string) => void
}

/** Chooses the kind of what a list is to show. */
export function KindFilter({ kinds, kind, onChange }: KindFilterProps) {
  return (
    <Choice label={t('model.kind')} onChange={event => onChange(event.target.value)} value={kind}>
      <option value="">{t('model.anyKind')}</option>
      {kinds?.map(each => (
        <option key={each.kind} value={each.kind}>
          {each.title}
        </option>
      ))}
    </Choice>
  )
}
