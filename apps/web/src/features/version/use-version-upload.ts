'use client'
import { useState } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type VersionFields, versionById } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { uploadFile } from '../import/upload.ts'
import { writeScope } from '../model/scope.ts'

export type Uploaded =
  | { readonly state: 'sending'; readonly share: number }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'taken'; readonly version: VersionFields }

/** Sends the file of a version that was made elsewhere, and tells how far it is and what became of it. */
export function useVersionUpload(scope: Scope, onTaken: () => void) {
  const { client, endpoint } = useApi()
  const [uploaded, setUploaded] = useState<Uploaded | null>(null)
  const send = async (file: File) => {
    setUploaded({ state: 'sending', share: 0 })
    const { href } = new URL(`/versions?${writeScope(scope)}`, endpoint.origin)
    const sent = (bytes: number) => setUploaded({ state: 'sending', share: bytes / (file.size || 1) })
    try {
      const { id } = (await uploadFile(href, file, sent).done) as { readonly id: string }
      const { data } = await client.query(versionById, { id }).toPromise()
      const version = data?.node?.__typename === 'Version' ? data.node : null
      setUploaded(version && { state: 'taken', version })
      onTaken()
    } catch (problem) {
      setUploaded({ state: 'refused', message: (problem as Error).message || t('error.unreachable') })
    }
  }
  return { uploaded, send }
}
