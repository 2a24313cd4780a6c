'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { describeError, isFault } from '../../graphql/fault.ts'
import type { VariablesOf } from '../../graphql/graphql.ts'
import { cancelImport, type ImportFields, importById, startImport } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { statusChanged } from '../../graphql/system.ts'
import { t } from '../../messages/message.ts'
import { type Upload, uploadFile } from './upload.ts'

const askEvery = 1_000

export interface ImportRun {
  readonly current: ImportFields | null
  /** Bytes that have left this machine. */
  readonly sent: number
  readonly error: string | null
  readonly start: (file: File, input: Omit<VariablesOf<typeof startImport>['input'], 'fileName' | 'size'>) => void
  readonly cancel: () => void
}

export const isOver = (state: ImportFields['state']) => state !== 'WAITING' && state !== 'RUNNING'

/** One import: announced, uploaded, and followed until it is over. Leaving the page or dialog cancels the upload. */
export function useImport(): ImportRun {
  const { client, endpoint } = useApi()
  const [current, setCurrent] = useState<ImportFields | null>(null)
  const [sent, setSent] = useState(0)
  const [error, setError] = useState<string | null>(null)
  const upload = useRef<Upload | null>(null)
  const id = current?.id ?? null
  const over = current !== null && isOver(current.state)

  const refresh = useCallback(async () => {
    if (id === null) return
    const { data } = await client.query(importById, { id }).toPromise()
    if (data?.import) setCurrent(data.import)
  }, [client, id])

  useEffect(() => {
    if (id === null || over) return
    const timer = setInterval(refresh, askEvery)
    return () => clearInterval(timer)
  }, [id, over, refresh])
  useStream(statusChanged, id === null || over ? null : {}, data => {
    if (data.statusChanged.import?.id === id) void refresh()
  })
  useEffect(() => () => upload.current?.abort(), [])

  const start: ImportRun['start'] = async (file, rest) => {
    setError(null)
    const input = { fileName: file.name, size: file.size, ...rest }
    const { data, error: failure } = await client.mutation(startImport, { input }).toPromise()
    const result = data?.startImport
    if (!result) return setError(failure ? describeError(failure) : null)
    if (isFault(result)) return setError(result.message)
    setCurrent(result.import)
    upload.current = uploadFile(new URL(result.uploadPath, endpoint.origin).href, file, setSent)
    upload.current.done.catch((problem: Error) => setError(problem.message || t('error.unreachable')))
  }

  const cancel = () => {
    upload.current?.abort()
    if (id !== null) void client.mutation(cancelImport, { input: { id } }).toPromise().then(refresh)
  }

  return { current, sent, error: over ? null : error, start, cancel }
}
