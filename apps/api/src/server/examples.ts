/** Ready operations, one tab of GraphiQL each, in the order of a first visit: each works on what those before it made. */
export const examples: readonly { readonly query: string; readonly variables?: string }[] = [
  {
    query: `# 1. Create a series. Press Ctrl-Enter to run an operation; hover over a name to read what it means.
mutation CreateSeries {
  createSeries(input: { key: "pump_7", title: "Pump 7", channels: [{ name: "pressure", unit: "bar", minimum: 0 }] }) {
    ... on SeriesPayload { series { id key channels { name unit } createdAt } }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 2. Send points: one column of instants, one column of values per channel. Sent again, they change nothing.
mutation IngestPoints($times: Instants!, $pressure: Values!) {
  ingestPoints(input: { series: [{ key: "pump_7", times: $times, values: [$pressure] }] }) {
    ... on IngestPointsPayload {
      stored
      series {
        key stored duplicates conflicts late
        rejections { index code message }
        anomalies { at value expected severity reason }
        fault { code message }
      }
    }
    ... on Fault { code message }
  }
}
`,
    variables: JSON.stringify(
      {
        times: Array.from({ length: 12 }, (_, i) => `2026-01-31T12:${String(i * 5).padStart(2, '0')}:00Z`),
        pressure: [4.1, 4.2, 4.0, 4.3, 4.1, null, 4.2, 4.4, 4.1, -1, 4.2, 4.3],
      },
      null,
      1,
    ),
  },
  {
    query: `# 3. What a chart needs: columns, down-sampled to 500 points that keep every extreme, with a rolling mean.
query Chart($key: String = "demo_season") {
  seriesByKey(key: $key) {
    key title pointCount
    freshness { state lastAt expectedBy }
    points(last: 2000, maxPoints: 500, rollingMean: 30) { times values rollingMean total downsampled }
    statistics(last: 2000) { channel { name unit } count mean standardDeviation minimum maximum }
  }
}
`,
  },
  {
    query: `# 4. A forecast with honest intervals. It says which model spoke, and why.
query Forecast($key: String = "demo_season") {
  seriesByKey(key: $key) {
    forecast(horizon: 24, levels: [0.8, 0.95]) {
      ... on Forecast {
        model modelReason origin madeAt season times
        channels { channel { name } mean intervals { level lower upper } }
      }
      ... on Fault { code message }
    }
  }
}
`,
  },
  {
    query: `# 5. The latest anomalies of all series, and why each stood out.
query Anomalies {
  anomalies(first: 20, filter: { severities: [HIGH, CRITICAL] }) {
    totalCount
    edges { node { series { key } channel { name } at value expected lower upper score severity detector reason } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# 6. Points as they come, over WebSocket. Start it, then see them arrive. Give the last cursor as after: nothing is missed.
subscription PointsAdded($after: Cursor) {
  pointsAdded(after: $after) {
    cursor
    added { series { key } times values late }
  }
}
`,
  },
  {
    query: `# 7. What a CSV file would become, from its first lines.
query PreviewImport {
  previewImport(input: {
    fileName: "power.csv"
    head: "time;load;temperature\\n31.01.2026 12:00;41,5;7,2\\n31.01.2026 13:00;43,1;7,9\\n31.01.2026 14:00;42,8;8,1\\n"
  }) {
    ... on ImportPreview {
      delimiter decimalComma timeColumn timeFormat timeZone valueColumns
      columns { name numeric time sample }
      rows { times values }
      problems { line code message }
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 8. Let a generator make points. resetGenerator starts over, stopGenerator ends it.
mutation StartGenerator {
  startGenerator(input: { key: "pump_7", settings: { base: 4, noise: 0.05, seasonAmplitude: 0.2, trend: 0, interval: 1000 } }) {
    ... on GeneratorPayload { generator { running generated settings { base noise anomalyRate interval seed } } }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 9. How the system is.
query Status {
  systemStatus {
    version startedAt provider seriesCount generatorsRunning pointsPerSecond subscriptions
    database { state version latency }
    models { model available detail }
  }
}
`,
  },
]
