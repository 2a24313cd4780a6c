import type { Notice, NoticeKind } from '@seriema/domain/notice'
import type { AlertSubject } from '../store/alert/subject.ts'
import type { Alert } from '../store/alert.ts'

/** What is told of an alert as it is now. */
export const noticeOf = (
  kind: NoticeKind,
  { id, rule, severity, title, text, since }: Omit<Alert, 'ruleId'>,
  subject: AlertSubject | undefined,
  now: number,
): Notice => ({
  kind,
  alertId: id,
  rule,
  severity,
  title,
  text,
  series: subject?.keys ?? [],
  seriesCount: subject?.count ?? 0,
  since,
  at: now,
  path: `/alerts/${id}`,
})
