import type { Example } from './example.ts'

/** From a first series to its forecast, its anomalies, and how the system is. */
export const seriesExamples: readonly Example[] = [
  {
    query: `# 1. Create a series.
# Ctrl-Enter runs an operation; hover over a name
# to read what it means.
mutation CreateSeries {
  createSeries(input: {
    key: "pump_7"
    title: "Pump 7"
    channels: [{ name: "pressure", unit: "bar", minimum: 0 }]
  }) {
    ... on SeriesPayload {
      series {
        id
        key
        channels { name unit minimum }
        createdAt
      }
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 2. Send points: one column of instants, one column
# of values per channel. A bad point is reported and
# costs no good one; sent again, nothing changes.
# Programs send columns as variables.
mutation IngestPoints {
  ingestPoints(input: {
    series: [{
      key: "pump_7"
      times: [
        "2026-01-31T12:00:00Z"
        "2026-01-31T12:05:00Z"
        "2026-01-31T12:10:00Z"
        1769861700000
        1769862000000
      ]
      values: [[4.1, 4.2, -1, 4.3, 4.1]]
    }]
  }) {
    ... on IngestPointsPayload {
      stored
      series {
        key
        stored
        duplicates
        conflicts
        late
        rejections { index code message }
        anomalies { at value expected severity reason }
        fault { code message }
      }
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 3. What a chart needs: columns, down-sampled to
# 500 points that keep every extreme.
query Chart($key: String!) {
  seriesByKey(key: $key) {
    title
    pointCount
    freshness { state lastAt expectedBy }
    points(last: 2000, maxPoints: 500, rollingMean: 30) {
      times
      values
      rollingMean
      total
      downsampled
    }
    statistics(last: 2000) {
      channel { name unit }
      count
      mean
      standardDeviation
      minimum
      maximum
    }
  }
}
`,
    variables: '{ "key": "pump_7" }',
  },
  {
    query: `# 4. A forecast with honest intervals. It says
# which forecaster spoke, and why.
query Forecast($key: String!) {
  seriesByKey(key: $key) {
    forecast(horizon: 12, levels: [0.8, 0.95]) {
      ... on Forecast {
        forecaster
        forecasterReason
        origin
        season
        times
        channels {
          channel { name }
          mean
          intervals { level lower upper }
        }
      }
      ... on Fault { code message }
    }
  }
}
`,
    variables: '{ "key": "pump_7" }',
  },
  {
    query: `# 5. The latest anomalies of all series, and why
# each stood out.
query Anomalies {
  anomalies(
    first: 20
    filter: { severities: [HIGH, CRITICAL] }
  ) {
    totalCount
    edges {
      node {
        series { key }
        channel { name unit }
        at
        value
        expected
        lower
        upper
        score
        severity
        detector
        reason
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# 6. Points as they come, over WebSocket. Give the
# last cursor as \`after\`, and nothing is missed.
subscription PointsAdded($after: Cursor) {
  pointsAdded(after: $after) {
    cursor
    added {
      series { key }
      times
      values
      late
    }
  }
}
`,
  },
  {
    query: `# 7. What a CSV file would become, from its first
# lines.
query PreviewImport($head: String!) {
  previewImport(input: {
    head: $head
  }) {
    ... on ImportPreview {
      delimiter
      decimalComma
      timeColumn
      timeFormat
      timeZone
      valueColumns
      columns { name numeric time sample }
      rows { times values }
      problems { line code message }
    }
    ... on Fault { code message }
  }
}
`,
    variables: JSON.stringify(
      {
        head: [
          'time;load;temperature',
          '31.01.2026 12:00;41,5;7,2',
          '31.01.2026 13:00;43,1;7,9',
          '31.01.2026 14:00;42,8;8,1',
          '',
        ].join('\n'),
      },
      null,
      2,
    ),
  },
  {
    query: `# 8. Create a series that a generator makes; tab 6
# shows its points come. stopGenerator ends it.
mutation CreateGenerated {
  createSeries(input: {
    key: "made_up"
    channels: [{ name: "pressure", unit: "bar" }]
    generator: {
      base: 4
      trend: 0
      seasonAmplitude: 0.2
      noise: 0.05
      interval: 1000
    }
  }) {
    ... on SeriesPayload {
      series {
        key
        generator {
          running
          settings { base noise anomalyRate interval seed }
        }
      }
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 9. How the system is.
query Status {
  systemStatus {
    version
    startedAt
    provider
    seriesCount
    generatorsRunning
    pointsPerSecond
    subscriptions
    database { state version latency }
    forecasters { kind available detail }
  }
}
`,
  },
]
