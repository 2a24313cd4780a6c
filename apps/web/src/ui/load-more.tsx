import { t } from '../messages/message.ts'
import { Button } from './button.tsx'

/** Below a list that goes on. */
export const LoadMore = ({ onClick }: { onClick: () => void }) => (
  <div className="p-3 text-center">
    <Button onClick={onClick}>{t('action.loadMore')}</Button>
  </div>
)
