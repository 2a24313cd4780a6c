import { t } from '../../messages/message.ts'

/** Who spoke, for people: a kind, with its version where it is of a model. */
export const speakerName = ({
  title,
  version,
}: {
  readonly title: string
  readonly version: { readonly name: string } | null
}): string => (version === null ? title : t('speaker.version', { title, version: version.name }))
