'use client'
import { useEffect, useState } from 'react'
import { describeError, isFault } from '../../graphql/fault.ts'
import { type ImportPlan, type ImportPreview, previewImport } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'

const headSize = 64 * 1024

export interface PreviewState {
  readonly preview: ImportPreview | null
  readonly error: string | null
  readonly loading: boolean
}

/** How the API reads the first part of a file, given what `plan` corrects. An older preview stays while it asks. */
export function usePreview(file: File, plan: ImportPlan): PreviewState {
  const { client } = useApi()
  const [state, setState] = useState<PreviewState>({ preview: null, error: null, loading: true })
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      setState(before => ({ ...before, loading: true }))
      const input = { head: await readHead(file), plan }
      const { data, error } = await client.query(previewImport, { input }).toPromise()
      if (abandoned) return
      const result = data?.previewImport
      if (!result) setState(before => ({ ...before, error: error ? describeError(error) : null, loading: false }))
      else if (isFault(result)) setState(before => ({ ...before, error: result.message, loading: false }))
      else setState({ preview: result, error: null, loading: false })
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [client, file, plan])
  return state
}

/** The first part of a file, up to its last whole line. */
async function readHead(file: File): Promise<string> {
  const text = await file.slice(0, headSize).text()
  if (file.size <= headSize) return text
  const end = text.lastIndexOf('\n')
  return end < 0 ? text : text.slice(0, end + 1)
}
