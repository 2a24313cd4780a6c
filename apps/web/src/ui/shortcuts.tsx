'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import { t } from '../messages/message.ts'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Calls `action` when `key` is pressed outside a field and outside a dialog. */
export function useShortcut(key: string, action: () => void): void {
  const run = useEffectEvent(action)
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [key])
}

const keys = [
  ['/', 'shortcut.search'],
  ['?', 'shortcut.help'],
  ['← →', 'shortcut.read'],
  ['PgUp PgDn', 'shortcut.anomaly'],
  ['Enter', 'shortcut.select'],
  ['T F U', 'shortcut.label'],
  ['M M', 'shortcut.mark'],
  ['⇧ ← →', 'shortcut.pan'],
  ['+ −', 'shortcut.zoom'],
  ['Home', 'shortcut.follow'],
] as const
/** Those that change something. */
const changing: ReadonlySet<string> = new Set(['shortcut.label', 'shortcut.mark'])

/** The `?` button and key, and the list of keys they open: those that change something for whoever may. */
export function Shortcuts({ mayChange }: { readonly mayChange: boolean }) {
  const [open, setOpen] = useState(false)
  useShortcut('?', () => setOpen(true))
  return (
    <>
      <button
        aria-label={t('shortcut.title')}
        className="inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
        onClick={() => setOpen(true)}
        title={t('shortcut.title')}
        type="button"
      >
        <Icon name="help" />
      </button>
      {open && (
        <Dialog onClose={() => setOpen(false)} title={t('shortcut.title')}>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
            {keys
              .filter(([, text]) => mayChange || !changing.has(text))
              .map(([key, text]) => (
                <div className="contents" key={key}>
                  <dt>
                    <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs">{key}</kbd>
                  </dt>
                  <dd className="text-ink-soft">{t(text)}</dd>
                </div>
              ))}
          </dl>
          <p className="mt-4 text-ink-faint text-xs">{t('shortcut.chart')}</p>
        </Dialog>
      )}
    </>
  )
}
