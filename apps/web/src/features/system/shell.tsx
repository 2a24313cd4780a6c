import Link from 'next/link'
import type { ReactNode } from 'react'
import { t } from '../../messages/message.ts'
import { Heard } from '../../ui/heard.tsx'
import { ThemeToggle } from '../../ui/theme-toggle.tsx'
import { AccessGate } from '../access/access-gate.tsx'
import { WhoMenu } from '../access/who-menu.tsx'
import { UploadTray } from '../import/upload-tray.tsx'
import { AwayBanner } from './away-banner.tsx'
import { ConnectionChip } from './connection-chip.tsx'
import { Help } from './help.tsx'
import { Rail } from './rail.tsx'
import { Wordmark } from './wordmark.tsx'

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        className="-translate-y-16 fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
        href="#content"
      >
        {t('shell.skip')}
      </a>
      <header className="border-line border-b bg-surface">
        <div className="flex h-12 items-center gap-3 px-3 sm:px-4">
          <Link className="mr-auto rounded-md" href="/">
            <Wordmark />
          </Link>
          <ConnectionChip />
          <WhoMenu />
          <div className="flex">
            <Help />
            <ThemeToggle />
          </div>
        </div>
      </header>
      <AwayBanner />
      <div className="grid sm:grid-cols-[3.25rem_minmax(0,1fr)] xl:grid-cols-[9.5rem_minmax(0,1fr)]">
        <Rail />
        <main
          className="mx-auto w-full min-w-0 max-w-[100rem] px-3 py-4 max-sm:pb-20 sm:px-5"
          id="content"
          tabIndex={-1}
        >
          <AccessGate>{children}</AccessGate>
        </main>
      </div>
      <UploadTray />
      <Heard />
    </>
  )
}
