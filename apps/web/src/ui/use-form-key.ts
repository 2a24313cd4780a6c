'use client'
import { useState } from 'react'

export interface FormKey {
  readonly key: string
  readonly typed: () => void
  readonly sent: () => void
}

/**
 * The key of a form whose fields begin with what is stored, and begin anew when that changes: but what is typed into them
 * stays, whatever is stored meanwhile, until it was sent and something was stored after.
 */
export function useFormKey(stored: unknown): FormKey {
  const newest = JSON.stringify(stored) ?? ''
  const [kept, setKept] = useState<{ readonly key: string; readonly sentAt: string | null } | null>(null)
  if (kept !== null && kept.sentAt !== null && kept.sentAt !== newest) setKept(null)
  return {
    key: kept?.key ?? newest,
    typed: () => setKept({ key: kept?.key ?? newest, sentAt: null }),
    sent: () => setKept(kept && { ...kept, sentAt: newest }),
  }
}
