import type { Finding } from '@seriema/domain/anomaly'
import type { Difference } from '@seriema/domain/rescore'
import { difference } from '@seriema/domain/rescore'
import { readAnomalies } from '../../store/anomaly/history.ts'
import type { StoredAnomaly } from '../../store/anomaly.ts'
import type { Db } from '../../store/database.ts'
import { arrivedBy } from '../../store/point/history.ts'
import type { Series } from '../../store/series.ts'
import type { JudgedStretch } from './past.ts'

/** What a stretch changes. What came or was replaced after the series' `lastSeq` was judged as it came, and is left alone. */
export async function compare(
  db: Db,
  { id, lastSeq }: Series,
  { after, to, findings }: Pick<JudgedStretch, 'after' | 'to' | 'findings'>,
): Promise<Difference<StoredAnomaly, Finding>> {
  const kept = await readAnomalies(db, id, after, to)
  const times = new Set([...kept, ...findings].map(({ at }) => at))
  const past = await arrivedBy(db, id, [...times], lastSeq)
  const isPast = ({ at }: { readonly at: number }) => past.has(at)
  return difference(kept.filter(isPast), findings.filter(isPast))
}
