import type { ScheduleFields } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'

/** What a schedule is called by: what it forecasts. */
export const nameOfSchedule = ({ series, group }: Pick<ScheduleFields, 'series' | 'group'>): string =>
  group !== null ? t('schedule.group', { name: group.name }) : (series?.title ?? series?.key ?? t('schedule.gone'))
