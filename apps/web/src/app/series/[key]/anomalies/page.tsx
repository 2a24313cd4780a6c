import { tabPage } from '../../../../features/series/tab-page.ts'

export const generateMetadata = tabPage('anomalies')

/** The layout shows every tab of a series, so that its chart lives on from one to the next. */
export default function Page() {
  return null
}
