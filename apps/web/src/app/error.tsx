'use client'
import { t } from '../messages/message.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/notice.tsx'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <Empty page title={t('error.brokenTitle')}>
      <p>{t('error.brokenText')}</p>
      <Button onClick={reset}>{t('action.retry')}</Button>
    </Empty>
  )
}
