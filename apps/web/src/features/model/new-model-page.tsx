'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { t } from '../../messages/message.ts'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMayIfKnown } from '../access/use-may.ts'
import { addressOfModel } from './addresses.ts'
import { ModelForm } from './model-form.tsx'
import { pageOfScope, readScope } from './scope.ts'
import { useModelKinds } from './use-model-kinds.ts'

/** A model to be created for the series or group that the address names. */
export function NewModelPage() {
  const scope = readScope(useSearchParams())
  const router = useRouter()
  const { kinds, error } = useModelKinds()
  if (useMayIfKnown('trainer') === false)
    return (
      <Empty page title={t('access.notYours')}>
        {t('access.notYoursText')}
      </Empty>
    )
  if (scope === null) return <Empty page title={t('model.noScope')} />
  const of = scope.group ?? scope.series
  const possible = kinds?.filter(({ ofGroups }) => ofGroups || scope.group === undefined)
  return (
    <>
      <h1 className="mb-3 font-semibold text-lg tracking-tight">{t('model.newFor', { scope: of })}</h1>
      {error && <Notice>{error}</Notice>}
      {possible === undefined && !error && <div className="skeleton h-96 max-w-4xl" />}
      {possible !== undefined && (
        <Panel className="max-w-4xl" title={t('model.configure')}>
          <ModelForm
            kinds={possible}
            model={null}
            onClose={() => router.push(pageOfScope(scope))}
            onSaved={id => router.push(addressOfModel(id))}
            scope={scope}
          />
        </Panel>
      )}
    </>
  )
}
