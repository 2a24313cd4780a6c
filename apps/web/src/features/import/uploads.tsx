'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { describeError, isFault } from '../../graphql/fault.ts'
import {
  cancelImport,
  type ImportFields,
  type ImportRequest,
  type ImportState,
  importById,
  startImport,
} from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { type Upload as Sending, uploadFile } from './upload.ts'

const askEvery = 1_000

/** A file on its way from this page. */
export interface Upload {
  readonly file: File
  readonly current: ImportFields
  /** Bytes that have left this machine. */
  readonly sent: number
  readonly error: string | null
}

export interface Uploads {
  /** Those of this visit that were not put away, the oldest first. */
  readonly all: readonly Upload[]
  /** Id of the one that is looked at in a dialog, so that it is not listed elsewhere. */
  readonly watched: string | null
  watch(id: string | null): void
  /** Gives the import's id, or why there is none. */
  start(file: File, request: ImportRequest): Promise<{ readonly id: string } | { readonly error: string }>
  cancel(id: string): void
  putAway(id: string): void
}

export const isOver = (state: ImportState): boolean => state !== 'WAITING' && state !== 'RUNNING'

const UploadsContext = createContext<Uploads | null>(null)

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext)
  if (!uploads) throw new Error('useUploads is called outside UploadsProvider')
  return uploads
}

/** Files go on being sent whatever page or dialog is open. Whoever would leave the site while one is, is asked first. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { client, endpoint } = useApi()
  const [all, setAll] = useState<readonly Upload[]>([])
  const [watched, watch] = useState<string | null>(null)
  const sendings = useRef(new Map<string, Sending>())
  const active = all.filter(({ current }) => !isOver(current.state)).map(({ current }) => current.id)
  const activeIds = active.join()

  const change = useCallback((id: string, changes: Partial<Upload>) => {
    setAll(before => before.map(each => (each.current.id === id ? { ...each, ...changes } : each)))
  }, [])

  const refresh = useCallback(
    async (id: string) => {
      const { data } = await client.query(importById, { id }).toPromise()
      if (data?.import) change(id, { current: data.import })
    },
    [client, change],
  )

  useEffect(() => {
    if (activeIds === '') return
    const timer = setInterval(() => {
      for (const id of activeIds.split(',')) void refresh(id)
    }, askEvery)
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => {
      clearInterval(timer)
      window.removeEventListener('beforeunload', stay)
    }
  }, [activeIds, refresh])

  const start = useCallback<Uploads['start']>(
    async (file, request) => {
      const input = { fileName: file.name, size: file.size, ...request }
      const { data, error } = await client.mutation(startImport, { input }).toPromise()
      const result = data?.startImport
      if (!result) return { error: error ? describeError(error) : t('error.unreachable') }
      if (isFault(result)) return { error: result.message }
      const { id } = result.import
      setAll(before => [...before, { file, current: result.import, sent: 0, error: null }])
      const url = new URL(result.uploadPath, endpoint.origin).href
      const sending = uploadFile(url, file, sent => change(id, { sent }))
      sendings.current.set(id, sending)
      sending.done
        .catch((problem: Error) => change(id, { error: problem.message || t('error.unreachable') }))
        .finally(() => {
          sendings.current.delete(id)
          void refresh(id)
        })
      return { id }
    },
    [client, endpoint, change, refresh],
  )

  const cancel = useCallback(
    (id: string) => {
      // The server ends it first: a connection that breaks off would look like a failure.
      const ended = client.mutation(cancelImport, { input: { id } }).toPromise()
      void ended.then(() => {
        sendings.current.get(id)?.abort()
        return refresh(id)
      })
    },
    [client, refresh],
  )

  const putAway = useCallback((id: string) => setAll(before => before.filter(each => each.current.id !== id)), [])

  const uploads = useMemo(
    () => ({ all, watched, watch, start, cancel, putAway }),
    [all, watched, start, cancel, putAway],
  )
  return <UploadsContext value={uploads}>{children}</UploadsContext>
}
