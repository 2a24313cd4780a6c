import { graphql, type VariablesOf } from './graphql.ts'

export const pointWindow = graphql(`
  query PointWindow($key: String!, $from: DateTime, $to: DateTime, $last: Int, $maxPoints: Int!, $mean: Int, $tail: Int!, $counters: CounterView!) {
    seriesByKey(key: $key) {
      points(from: $from, to: $to, last: $last, maxPoints: $maxPoints, rollingMean: $mean, counters: $counters) {
        times
        values
        rollingMean
        total
        downsampled
      }
      tail: points(last: $tail, counters: $counters) { values }
    }
  }
`)

/** How channels that count are shown. */
export type CounterView = VariablesOf<typeof pointWindow>['counters']

export const overview = graphql(`
  query Overview($key: String!, $from: DateTime!, $maxPoints: Int!, $counters: CounterView!) {
    seriesByKey(key: $key) {
      points(from: $from, maxPoints: $maxPoints, counters: $counters) { times values }
    }
  }
`)

export const statistics = graphql(`
  query Statistics($key: String!, $from: DateTime, $to: DateTime, $last: Int, $counters: CounterView!) {
    seriesByKey(key: $key) {
      statistics(from: $from, to: $to, last: $last, counters: $counters) {
        channel { name }
        count
        missing
        mean
        standardDeviation
        minimum
        maximum
        median
        last
      }
    }
  }
`)

export const pointsAdded = graphql(`
  subscription PointsAdded($series: [String!], $after: Cursor, $counters: CounterView!) {
    pointsAdded(series: $series, after: $after) {
      cursor
      added {
        series { key }
        times
        values(counters: $counters)
        late
        replaced
      }
    }
  }
`)
