'use client'
import { locale, t } from '../messages/message.ts'
import './styles.css'

/** Stands in for the whole document when even the layout failed. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang={locale}>
      <body className="grid min-h-dvh place-items-center bg-ground text-center">
        <div>
          <h1 className="font-semibold">{t('error.brokenTitle')}</h1>
          <p className="my-3">{t('error.brokenText')}</p>
          <button className="underline" onClick={reset} type="button">
            {t('action.retry')}
          </button>
        </div>
      </body>
    </html>
  )
}
