'use client'
import type { ReactNode } from 'react'
import { LabelsContext, useLabelsOf } from './use-labels.ts'

/** All within shows, and says, what people say of the anomalies of one series. */
export function LabelsProvider({ seriesKey, children }: { seriesKey: string; children: ReactNode }) {
  return <LabelsContext value={useLabelsOf(seriesKey)}>{children}</LabelsContext>
}
