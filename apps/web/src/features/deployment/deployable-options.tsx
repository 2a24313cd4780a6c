'use client'
import type { DeployableVersion } from '../../graphql/deployment.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'
import { useModelKinds } from '../model/use-model-kinds.ts'
import type { Deployable } from './use-deployable.ts'

interface DeployableOptionsProps {
  readonly deployable: Deployable
  /** The group whose choices count for a series. */
  readonly group: string | null
}

/** Who can be deployed, the newest version first; the field's value is the id of a version, or a kind. */
export function DeployableOptions({ deployable: { versions, groupVersions, kinds }, group }: DeployableOptionsProps) {
  const { titleOf } = useModelKinds()
  const optionOf = ({ id, name, kind, model, archived }: DeployableVersion) => (
    <option key={id} value={id}>
      {t(archived ? 'version.archivedOption' : 'version.option', {
        version: name,
        title: titleOf(kind),
        model: model.name,
      })}
    </option>
  )
  return (
    <Choice label={t('deployment.who')} name="who">
      {versions !== null && versions.length > 0 && (
        <optgroup label={t('deployment.ownVersions')}>{versions.map(optionOf)}</optgroup>
      )}
      {group !== null && groupVersions.length > 0 && (
        <optgroup label={t('deployment.groupVersions', { group })}>{groupVersions.map(optionOf)}</optgroup>
      )}
      <optgroup label={t('deployment.kinds')}>
        {kinds.map(({ kind, title }) => (
          <option key={kind} value={kind}>
            {title}
          </option>
        ))}
      </optgroup>
    </Choice>
  )
}
