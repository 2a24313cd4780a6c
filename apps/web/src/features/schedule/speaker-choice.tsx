'use client'
import { deployableVersions } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import type { ScheduleFields } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { useModelKinds } from '../model/use-model-kinds.ts'
import { useKinds } from '../system/use-kinds.tsx'

interface SpeakerChoiceProps {
  /** What is forecast, as far as that is known: its versions can speak. */
  readonly scope: Scope
  /** Who was chosen before. */
  readonly before: Pick<ScheduleFields, 'forecaster' | 'version'> | null
}

/** Who is to forecast: the field's value is empty for whoever is deployed, the id of a version, or a kind. */
export function SpeakerChoice({ scope, before }: SpeakerChoiceProps) {
  const { data } = useRead(deployableVersions, { scope, group: null, ofGroup: false, role: 'FORECAST' })
  const { forecasters } = useKinds()
  const { titleOf } = useModelKinds()
  const versions = data?.own.edges.map(({ node }) => node) ?? []
  const chosen = before?.version ?? null
  const strange = chosen !== null && !versions.some(({ id }) => id === chosen.id)
  return (
    <Choice
      defaultValue={chosen?.id ?? before?.forecaster ?? ''}
      hint={t('schedule.whoHint')}
      key={data === null ? 'unknown' : JSON.stringify(scope)}
      label={t('schedule.who')}
      name="who"
    >
      <option value="">{t('schedule.asDeployed')}</option>
      {(versions.length > 0 || strange) && (
        <optgroup label={t('schedule.versions')}>
          {strange && (
            <option value={chosen.id}>
              {chosen.model.name} {chosen.name}
            </option>
          )}
          {versions.map(({ id, name, kind, model }) => (
            <option key={id} value={id}>
              {t('version.option', { version: name, title: titleOf(kind), model: model.name })}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t('schedule.forecasters')}>
        {forecasters?.map(({ kind, title, available, detail }) => (
          <option disabled={!available} key={kind} title={available ? undefined : detail} value={kind}>
            {title}
          </option>
        ))}
      </optgroup>
    </Choice>
  )
}
