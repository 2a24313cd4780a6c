import type { OneAtATime } from '../../concurrency/one-at-a-time.ts'
import type { Core } from '../../core.ts'
import type { Judges } from '../../detection/judges.ts'
import type { Watches } from '../../detection/watches.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'

/** What ingestion reaches for. */
export interface IngestParts extends Core {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Serving
  readonly oneAtATime: OneAtATime
  readonly judges: Judges
  /** Hears of points once they are committed, with their series after and before. */
  readonly pointsCame: (after: Series, before: Series) => void
}
