'use client'
import type { ReactNode } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { Notice } from '../../ui/notice.tsx'
import { useConnection } from '../system/use-connection.ts'
import { RolePanel } from './role-panel.tsx'
import { useDeployments } from './use-deployments.ts'

interface RolePanelsProps {
  readonly scope: Scope
  readonly children: ReactNode
}

/**
 * Who forecasts and who watches a series or the series of a group: now, tried out beside, and before. What stands below is
 * shown once it has its place, so that nothing moves away under a pointer.
 */
export function RolePanels({ scope, children }: RolePanelsProps) {
  const { roles, error, reload, showMore } = useDeployments(scope)
  const { away } = useConnection()
  return (
    <div className="grid gap-3">
      {error && !away && <Notice>{error}</Notice>}
      <div className="grid items-start gap-3 lg:grid-cols-2">
        {roles === null && !error && (
          <>
            <div className="skeleton h-44" />
            <div className="skeleton h-44" />
          </>
        )}
        {roles?.map(state => (
          <RolePanel key={state.role} onChanged={reload} onMore={showMore} scope={scope} state={state} />
        ))}
      </div>
      <div className="min-w-0" hidden={roles === null && error === null}>
        {children}
      </div>
    </div>
  )
}
