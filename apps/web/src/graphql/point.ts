import { graphql } from './graphql.ts'

export const pointWindow = graphql(`
  query PointWindow($key: String!, $from: DateTime, $to: DateTime, $last: Int, $maxPoints: Int!, $mean: Int, $tail: Int!) {
    seriesByKey(key: $key) {
      points(from: $from, to: $to, last: $last, maxPoints: $maxPoints, rollingMean: $mean) {
        times
        values
        rollingMean
        total
        downsampled
      }
      tail: points(last: $tail) { values }
    }
  }
`)

export const overview = graphql(`
  query Overview($key: String!, $from: DateTime!, $maxPoints: Int!) {
    seriesByKey(key: $key) {
      points(from: $from, maxPoints: $maxPoints) { times values }
    }
  }
`)

export const statistics = graphql(`
  query Statistics($key: String!, $from: DateTime, $to: DateTime, $last: Int) {
    seriesByKey(key: $key) {
      statistics(from: $from, to: $to, last: $last) {
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
  subscription PointsAdded($series: [String!], $after: Cursor) {
    pointsAdded(series: $series, after: $after) {
      cursor
      added {
        series { key }
        times
        values
        late
        replaced
      }
    }
  }
`)
