import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

const figureFields = graphql(`
  fragment AccuracyFigureFields on AccuracyFigures @_unmask {
    count
    mae
    mape
    zeros
    rmse
    mase
    bias
    r2
    coverage { level share count }
  }
`)
export type AccuracyFigures = ResultOf<typeof figureFields>

/** Where forecasts are worst. */
export const accuracyRanks = graphql(
  `
    query AccuracyRanks(
      $first: Int!
      $by: AccuracySubject!
      $attribute: String
      $orderBy: AccuracyMeasure!
      $from: DateTime!
      $lead: Int
    ) {
      accuracy(first: $first, by: $by, attribute: $attribute, orderBy: $orderBy, from: $from, lead: $lead) {
        totalCount
        pageInfo { hasNextPage }
        edges {
          node {
            series { key title }
            group { name }
            speaker { kind title version { id name series { key title } group { name } } }
            value
            figures { ...AccuracyFigureFields }
          }
        }
      }
    }
  `,
  [figureFields],
)
type Asked = VariablesOf<typeof accuracyRanks>
export type AccuracyMeasure = Asked['orderBy']
export type AccuracySubject = Asked['by']
export type AccuracyRank = ResultOf<typeof accuracyRanks>['accuracy']['edges'][number]['node']

/** How accurate somebody's forecasts were: in all, by how far ahead, and day by day. */
export const accuracyOf = graphql(
  `
    query AccuracyOf($owner: AccuracyOwnerInput!, $from: DateTime!, $before: DateTime!, $lead: Int) {
      all: accuracyOf(owner: $owner, from: $from, lead: $lead) { figures { ...AccuracyFigureFields } }
      speakers: accuracyOf(owner: $owner, from: $from, by: [SPEAKER]) { speaker { kind title version { id name } } }
      leads: accuracyOf(owner: $owner, from: $from, by: [LEAD]) {
        lead { from to }
        figures { count mae mape mase coverage { level share } }
      }
      days: accuracyOf(owner: $owner, from: $before, lead: $lead, by: [DAY]) { day figures { count mae } }
    }
  `,
  [figureFields],
)
export type AccuracyAnswer = ResultOf<typeof accuracyOf>
export type AccuracyByLead = AccuracyAnswer['leads'][number]
export type AccuracySpeaker = NonNullable<AccuracyAnswer['speakers'][number]['speaker']>
export type AccuracyByDay = AccuracyAnswer['days'][number]
export type AccuracyOwner = VariablesOf<typeof accuracyOf>['owner']
