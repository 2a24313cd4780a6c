import type { Example } from './examples/example.ts'
import { modelExamples } from './examples/models.ts'
import { seriesExamples } from './examples/series.ts'

/** Ready operations, one tab of GraphiQL each, in the order of a first visit: each works on what those before it made. */
export const examples: readonly Example[] = [...seriesExamples, ...modelExamples]
