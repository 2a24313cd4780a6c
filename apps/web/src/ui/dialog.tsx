'use client'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { t } from '../messages/message.ts'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}

const controls = 'input, select, textarea, button'

/**
 * A modal dialog, open as long as it is rendered: the first control of what it holds is focused. The browser keeps the
 * focus inside and gives it back after.
 */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const heading = useId()
  // Before the dialog leaves the page: one that is gone cannot give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    body.current?.querySelector<HTMLElement>(controls)?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      aria-labelledby={heading}
      className={`max-h-[92dvh] w-[calc(100vw-1.5rem)] overflow-y-auto rounded-lg border border-line bg-surface p-0 shadow-2xl ${wide ? 'max-w-3xl' : 'max-w-lg'}`}
      onCancel={event => {
        event.preventDefault()
        // A dialog or a choice of files inside that is given up does not give up this one.
        if (event.target === event.currentTarget) onClose()
      }}
      ref={element}
    >
      <div className="sticky top-0 z-10 flex items-center justify-between border-line border-b bg-surface px-4 py-3">
        <h2 className="font-semibold text-sm" id={heading}>
          {title}
        </h2>
        <button
          aria-label={t('action.close')}
          className="-mr-1 rounded-md p-1 text-ink-soft hover:bg-sunken hover:text-ink"
          onClick={onClose}
          type="button"
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="p-4" ref={body}>
        {children}
      </div>
    </dialog>
  )
}
