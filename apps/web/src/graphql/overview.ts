import { anomalyFields } from './anomaly.ts'
import { graphql, type ResultOf } from './graphql.ts'

/** What stands out in the fleet, who has gone silent, and what was found last. */
export const overview = graphql(
  `
    query Overview($day: Float!) {
      standing: series(first: 50, orderBy: ANOMALIES) {
        totalCount
        edges { node { key title anomalySummary(within: $day) { medium high critical latest { at } } } }
      }
      heard: series(first: 500, orderBy: LAST_POINT) {
        pageInfo { hasNextPage }
        edges { node { key title freshness { state lastAt expectedBy } } }
      }
      anomalies(first: 12) {
        edges { node { ...AnomalyFields series { key title } } }
      }
      trainingJobs(first: 1, filter: { states: [QUEUED, COLLECTING, PREPROCESSING, TRAINING, EVALUATING] }) {
        totalCount
      }
    }
  `,
  [anomalyFields],
)
export type Overview = ResultOf<typeof overview>
export type StandingSeries = Overview['standing']['edges'][number]['node']
export type HeardSeries = Overview['heard']['edges'][number]['node']
export type LatestAnomaly = Overview['anomalies']['edges'][number]['node']
