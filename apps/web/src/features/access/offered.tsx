'use client'
import type { ReactNode } from 'react'
import type { AccessRole } from '../../graphql/access.ts'
import type { Target } from './may.ts'
import { untilKnown } from './until-known.ts'
import { useMayIfKnown } from './use-may.ts'

interface OfferedProps {
  readonly to: AccessRole
  readonly target?: Target
  readonly children: ReactNode
}

/** For controls that stand on a page from the first: until it is known who looks they have their room and are not there. */
export function Offered({ to, target, children }: OfferedProps) {
  const may = useMayIfKnown(to, target)
  if (may === false) return null
  return <span className={may === null ? `contents ${untilKnown}` : 'contents'}>{children}</span>
}
