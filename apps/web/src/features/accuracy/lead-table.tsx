import type { AccuracyByLead } from '../../graphql/accuracy.ts'
import { t } from '../../messages/message.ts'
import { inFigures, leadText } from './figures.ts'

/** How errors grow with distance: bars beside one another, with the figures. */
export function LeadTable({ leads }: { leads: readonly AccuracyByLead[] }) {
  const most = Math.max(...leads.map(({ figures }) => figures.mae ?? 0))
  return (
    <table className="w-full text-right text-xs tabular-nums">
      <caption className="pb-1 text-left text-ink-faint">{t('accuracy.byLead')}</caption>
      <thead className="text-2xs text-ink-faint">
        <tr className="[&>th]:pb-1 [&>th]:font-medium">
          <th className="whitespace-nowrap pr-2 text-left" scope="col">
            {t('accuracy.stepsAhead')}
          </th>
          <th className="w-full" colSpan={2} scope="col" title={t('accuracy.MAE.hint')}>
            {t('accuracy.MAE')}
          </th>
          <th className="pl-3" scope="col" title={t('accuracy.MASE.hint')}>
            {t('accuracy.MASE')}
          </th>
          <th className="whitespace-nowrap pl-3" scope="col" title={t('accuracy.COVERAGE.hint')}>
            {t('accuracy.COVERAGE')}
          </th>
        </tr>
      </thead>
      <tbody>
        {leads.map(({ lead, figures }) => (
          <tr key={lead?.to}>
            <th className="whitespace-nowrap py-0.5 pr-2 text-left font-normal text-ink-soft" scope="row">
              {lead && leadText(lead)}
            </th>
            <td aria-hidden="true" className="w-full">
              <div
                className="h-1.5 rounded-sm bg-accent"
                style={{ width: `${most > 0 ? Math.max(1, (100 * (figures.mae ?? 0)) / most) : 1}%` }}
              />
            </td>
            <td className="py-0.5 pl-2">{inFigures('MAE', figures)}</td>
            <td className="py-0.5 pl-3 text-ink-soft">{inFigures('MASE', figures)}</td>
            <td className="py-0.5 pl-3 text-ink-soft">{inFigures('COVERAGE', figures)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
