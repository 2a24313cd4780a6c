import { expect, test } from 'vitest'
import type { Setting } from '../../graphql/setting.ts'
import { draftsOf, readDrafts, rowOf } from './setting-drafts.ts'

const plain = {
  description: '',
  least: null,
  most: null,
  whole: false,
  unit: null,
  choices: [],
  longest: null,
  example: null,
  secret: false,
  needed: false,
}
const setting = (name: string, type: Setting['type'], usual: unknown, fields: Setting['fields'] = []): Setting => ({
  ...plain,
  name,
  title: name,
  type,
  usual,
  fields,
  fewestRecords: null,
  mostRecords: null,
})
const layers = setting(
  'layers',
  'LIST',
  [{ units: 64, dropout: 0 }],
  [setting('units', 'NUMBER', 64), setting('dropout', 'NUMBER', 0)],
)
const settings = [
  layers,
  setting('patience', 'NUMBER', null),
  setting('start', 'CHOICE', 'base'),
  setting('mix', 'SWITCH', false),
]

test('a form begins with what is usual, and what is left so is sent as it was shown', () => {
  const drafts = draftsOf(settings, {})
  expect(drafts).toEqual({ layers: [{ units: '64', dropout: '0' }], patience: '', start: 'base', mix: false })
  expect(readDrafts(settings, drafts)).toEqual({
    layers: [{ units: 64, dropout: 0 }],
    patience: null,
    start: 'base',
    mix: false,
  })
})

test('a model is shown as it is set, and comes back so', () => {
  const values = {
    layers: [
      { units: 8, dropout: 0.5 },
      { units: 4, dropout: 0 },
    ],
    patience: 3,
    start: 'none',
    mix: true,
  }
  expect(readDrafts(settings, draftsOf(settings, values))).toEqual(values)
})

test('a new row of a list is as usual, and what is no number is left to the API to refuse', () => {
  expect(rowOf(layers)).toEqual({ units: '64', dropout: '0' })
  expect(readDrafts(settings, { layers: [{ units: 'x', dropout: '' }] }).layers).toEqual([
    { units: Number.NaN, dropout: null },
  ])
})
