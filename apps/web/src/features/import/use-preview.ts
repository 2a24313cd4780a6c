'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { describeError, isFault } from '../../graphql/fault.ts'
import {
  type FileColumns,
  fileColumns,
  type ImportPlan,
  type ImportPreview,
  previewImport,
} from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { filled } from './plan.ts'

/** What decides how a file is read; the server looks at no more. */
const headSize = 131_072
/** Milliseconds without a further change, after which a preview is asked for. */
const pause = 250

/** A preview, and what it was made with. */
export interface Seen {
  readonly preview: ImportPreview
  /** As asked for, with the zone that was proposed. */
  readonly plan: ImportPlan
  /** Where the time zone comes from. */
  readonly zoneFrom: 'file' | 'browser' | 'chosen' | 'times'
}

export interface PreviewState {
  /** The last that could be made. */
  readonly seen: Seen | null
  /** Of a file that has no preview yet: what there is to choose from. */
  readonly columns: FileColumns | null
  readonly error: string | null
  readonly loading: boolean
}

export interface Previews extends PreviewState {
  /** Of what is typed now: null where there is none, and `error` says why. */
  now(): Promise<Seen | null>
}

/**
 * How the API reads the first part of a file, given what `plan` corrects and the series it would go into. An older preview
 * stays while it asks.
 */
export function usePreview(file: File, plan: ImportPlan, key: string): Previews {
  const { client } = useApi()
  const [state, setState] = useState<PreviewState>({ seen: null, columns: null, error: null, loading: true })
  const asked = useRef(0)
  const first = useRef(true)

  const load = useCallback(async (): Promise<Seen | null> => {
    const turn = ++asked.current
    setState(before => ({ ...before, loading: true }))
    const base = { bytes: await readHead(file), key: /^\w{1,128}$/.test(key) ? key : null }
    const ask = async (tried: ImportPlan) => {
      const { data, error } = await client.query(previewImport, { input: { ...base, plan: tried } }).toPromise()
      if (data) return data.previewImport
      return { __typename: null, message: error ? describeError(error) : t('error.unreachable') }
    }
    let used = filled(plan)
    let result = await ask(used)
    if (!isPreview(result)) {
      const { data } = await client.query(fileColumns, { input: { ...base, plan: used } }).toPromise()
      const columns = data && !isFault(data.fileColumns) ? data.fileColumns : null
      const error = result.message
      if (turn === asked.current) setState(before => ({ ...before, columns, error, loading: false }))
      return null
    }
    let zoneFrom = zoneOf(result, used)
    if (zoneFrom === 'browser') {
      const proposed = { ...used, timeZone: ownZone() }
      const inOwn = await ask(proposed)
      if (isPreview(inOwn)) [result, used] = [inOwn, proposed]
      else zoneFrom = 'chosen'
    }
    const seen = { preview: result as ImportPreview, plan: used, zoneFrom }
    if (turn === asked.current) setState({ seen, columns: null, error: null, loading: false })
    return seen
  }, [client, file, plan, key])

  useEffect(() => {
    // Whatever is asked for before this does not count: what is typed has changed.
    asked.current++
    setState(before => ({ ...before, loading: true }))
    const timer = setTimeout(load, first.current ? 0 : pause)
    first.current = false
    return () => clearTimeout(timer)
  }, [load])

  return { ...state, now: load }
}

const isPreview = (result: { readonly __typename: string | null }): result is ImportPreview =>
  result.__typename === 'ImportPreview'

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

function zoneOf({ timeFormat, zoneSaid }: ImportPreview, plan: ImportPlan): Seen['zoneFrom'] {
  if (/^epoch|Z/.test(timeFormat)) return 'times'
  if (plan.timeZone != null) return 'chosen'
  return zoneSaid === null ? 'browser' : 'file'
}

/** The first bytes of a file in base64: how its characters are written is told from them. */
async function readHead(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, headSize).arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
