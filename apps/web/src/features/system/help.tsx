'use client'
import { Shortcuts } from '../../ui/shortcuts.tsx'
import { useMay } from '../access/use-may.ts'

/** The list of keys, of those that whoever looks may use on a series at least. */
export const Help = () => <Shortcuts mayChange={useMay('trainer')} />
