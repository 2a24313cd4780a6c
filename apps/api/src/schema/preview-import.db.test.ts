import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../../../../test/conformance/ask.ts'
import type { TestApi } from '../../../../test/harness.ts'
import { startApi } from '../../../../test/harness.ts'
import { createSeries } from '../flows/series.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const query = `query ($input: PreviewImportInput!) { previewImport(input: $input) { __typename
  ... on Fault { code message }
  ... on ImportPreview { encoding decimalComma decimalProven dateOrder timeZone zoneSaid channels { name unit } leftOutCount
    columnCount guesses { about doubtful otherwise { decimalComma timeFormat } } suspicious { column value count }
    keyCandidates { name values } rows { times values }
    target { series existing { key } existingCount lacking problem fresh same different
      contradictions { key at stored given } } } } }`

const preview = async (input: object) => (await ask(api, query, { input })).json.data.previewImport
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64')

describe('a preview', () => {
  it('tells the encoding from bytes, and what is proven and what is a guess', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${13 + i}/01/2026;1.20${i % 10};"R$ 12.345,6${i % 10}"`)
    const file = Buffer.from(`Data;Vendas;Preço médio\n${rows.join('\n')}\n`, 'latin1')
    const found = await preview({ bytes: base64(file) })
    expect(found).toMatchObject({ encoding: 'windows-1252', decimalComma: true, decimalProven: true, dateOrder: 'DAY' })
    expect(found.channels.map(({ name }: { name: string }) => name)).toEqual(['Vendas', 'Preço médio'])
    expect(found.rows.values[0][0]).toBe(1_200)
    const doubtful = await preview({ head: 'time;v\n2026-01-01;1,200\n2026-01-02;1,300\n' })
    expect(doubtful.guesses).toMatchObject([{ about: 'numbers', doubtful: true }])
  })

  it('says what its rows would meet in the series they go into', async () => {
    await createSeries(api.app, { key: 'met', channels: [{ name: 'a' }, { name: 'b' }] })
    const times = [1, 2, 3].map(day => Date.UTC(2026, 0, day))
    await api.app.ingest(
      [
        {
          key: 'met',
          raw: {
            times,
            values: [
              [1, 2, 3],
              [null, null, null],
            ],
          },
        },
      ],
      { replace: false },
    )
    const head = 'time,a\n2026-01-01,1\n2026-01-02,20\n2026-01-03,3\n2026-01-04,4\n'
    const { target } = await preview({ head, key: 'met' })
    expect(target).toMatchObject({
      series: 1,
      existing: [{ key: 'met' }],
      lacking: ['b'],
      problem: null,
      fresh: 1,
      same: 2,
      different: 1,
      contradictions: [{ key: 'met', at: '2026-01-02T00:00:00.000Z', stored: [2, null], given: [20, null] }],
    })
    const none = await preview({ head, key: 'unknown' })
    expect(none.target).toMatchObject({ existingCount: 0, fresh: 4, same: 0, different: 0 })
    const misfit = await preview({ head: head.replace(',a', ',c').replaceAll('\n2', '\n2'), key: 'met' })
    expect(misfit.target.problem).toMatch(/met has no channel c/)
  })

  it('has one series where that is told, though a key is seen', async () => {
    const rows = ['a', 'b'].flatMap(s => [1, 2, 3].map(d => `${s},2026-01-0${d},${d}`))
    const head = `sensor,time,v\n${rows.join('\n')}\n`
    const keyed = await preview({ head, key: 'x' })
    expect([keyed.target.series, keyed.keyCandidates[0].name]).toEqual([2, 'sensor'])
    const one = await preview({ head, key: 'x', plan: { keyColumn: '' } })
    expect(one.target.series).toBe(1)
  })

  it('is refused in words without a beginning, for what is no base64, and for a key that is none', async () => {
    expect(await preview({})).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await preview({ bytes: 'no base64!' })).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await preview({ head: 'time,a\n2026-01-01,1\n', key: 'no key' })).toMatchObject({
      code: 'INVALID_SERIES_KEY',
    })
  })

  it('names the columns of a file in which no time is found', async () => {
    const head = 'when,what\nsoon,1\nlater,2\n'
    expect(await preview({ head })).toMatchObject({ code: 'UNREADABLE_FILE' })
    const columns = `query ($input: PreviewImportInput!) { fileColumns(input: $input) {
      ... on FileColumns { delimiter header columns { name numeric sample } } } }`
    expect((await ask(api, columns, { input: { head } })).json.data.fileColumns).toEqual({
      delimiter: ',',
      header: true,
      columns: [
        { name: 'when', numeric: false, sample: ['soon', 'later'] },
        { name: 'what', numeric: true, sample: ['1', '2'] },
      ],
    })
  })
})
