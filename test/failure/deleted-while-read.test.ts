import { expect, onTestFinished, test } from 'vitest'
import { startApi } from '../harness.ts'
import { type Answer, ask, batch, createSeries, ingestion } from './writer.ts'

const rounds = 12
const each = 4

const listed = `{ series(first: 50) { edges { node {
  key pointCount points(last: 20) { times } generator { series { key } truth(last: 5) { times } }
  anomalySummary { latest { series { key } channel { name } } }
  anomalies(first: 5) { edges { node { series { key } channel { name } } } } } } } }`
const anomalies = '{ anomalies(first: 50) { edges { node { at series { key } channel { name } } } } }'
const forecasts = `query ($keys: [String!]!) { forecasts(keys: $keys, horizon: 8, forecaster: SEASONAL_NAIVE) {
  ... on Forecast { times series { key } channels { channel { name } } } ... on Fault { code } } }`
const one = `query ($key: String!) { seriesByKey(key: $key) { key
  anomalySummary { latest { series { key } } }
  forecast(horizon: 8, forecaster: SEASONAL_NAIVE) { ... on Forecast { series { key } } ... on Fault { code } } } }`
const remove = 'mutation ($key: String!) { deleteSeries(input: { key: $key }) { __typename } }'

test('who lists, forecasts or reads the anomalies of series while they are deleted gets what is left, or not-found', async () => {
  const { url, close } = await startApi()
  onTestFinished(close)
  const answers: Answer[] = []
  const said = async (query: string, variables: object = {}) => void answers.push(await ask(url, query, variables))
  for (let round = 0; round < rounds; round++) {
    const keys = Array.from({ length: each }, (_, i) => `gone_${round}_${i}`)
    for (const key of keys) {
      await createSeries(url, key, 'generator: {}')
      const { times, values } = batch(key, 0, 200)
      await ask(url, ingestion, { key, times, values: values.map((value, i) => (i === 190 ? 1e6 : value)) })
    }
    const reading = Array.from({ length: 5 }, () => [
      said(listed),
      said(anomalies),
      said(forecasts, { keys }),
      ...keys.map(key => said(one, { key })),
    ])
    await Promise.all([...reading.flat(), ...keys.map(key => ask(url, remove, { key }))])
  }
  const codes = answers.flatMap(({ errors }) =>
    (errors ?? []).map(({ message, extensions }) => extensions?.code ?? message),
  )
  expect(codes.filter(code => code !== 'SERIES_NOT_FOUND')).toEqual([])
  // What is listed leaves out what is gone.
  const lists = answers.filter(({ data }) => data !== null && data !== undefined && 'anomalies' in data)
  expect(lists).toHaveLength(rounds * 5)
}, 120_000)
