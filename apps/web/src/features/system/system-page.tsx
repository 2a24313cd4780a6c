'use client'
import { systemFigures } from '../../graphql/system.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { HealthPanel } from './health-panel.tsx'
import { KindsPanel } from './kinds-panel.tsx'
import { SignedInPanel } from './signed-in-panel.tsx'
import { SystemTabs } from './system-tabs.tsx'
import { useConnection } from './use-connection.ts'

const refreshEvery = 5_000

/** How the process that answers is, what it depends on and can choose from, and who looks at it. */
export function SystemPage() {
  const { data, error, reload } = useRead(systemFigures, {}, refreshEvery)
  const { away } = useConnection()
  const status = data?.systemStatus ?? null
  return (
    <>
      <SystemTabs current="status" />
      {error && !away && (
        <div className="mb-3">
          <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>
        </div>
      )}
      <div className="grid items-start gap-3 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="grid grid-cols-1 gap-3">
          <HealthPanel status={status} />
          <FiguresPanel status={status} />
          <SignedInPanel />
        </div>
        <KindsPanel />
      </div>
    </>
  )
}
