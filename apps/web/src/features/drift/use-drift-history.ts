'use client'
import { type DriftHistory, driftHistory } from '../../graphql/drift.ts'
import { useRead } from '../../graphql/use-read.ts'

const refreshEvery = 300_000

/** How far a series had moved over time; null until it was read. */
export const useDriftHistory = (key: string): DriftHistory | null =>
  useRead(driftHistory, { key }, refreshEvery).data?.seriesByKey?.driftHistory ?? null
