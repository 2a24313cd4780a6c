import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fault } from './fault.ts'
import { defineSettings, type Setting } from './setting.ts'

const described: readonly Setting[] = [
  {
    type: 'number',
    name: 'lookback',
    title: 'Lookback',
    description: '',
    least: 1,
    most: 8_760,
    whole: true,
    unit: 'points',
    usual: 24,
  },
  {
    type: 'number',
    name: 'rate',
    title: 'Rate',
    description: '',
    least: 0,
    most: 1,
    whole: false,
    unit: null,
    usual: null,
  },
  {
    type: 'choice',
    name: 'learns',
    title: 'Learns',
    description: '',
    choices: [
      { value: 'all', title: 'All', description: '' },
      { value: 'head', title: 'Head', description: '' },
    ],
    usual: 'all',
  },
  { type: 'switch', name: 'mixed', title: 'Mixed', description: '', usual: false },
  {
    type: 'list',
    name: 'layers',
    title: 'Layers',
    description: '',
    fewest: 1,
    most: 3,
    usual: [{ units: 64, dropout: 0 }],
    of: [
      {
        type: 'number',
        name: 'units',
        title: 'Units',
        description: '',
        least: 1,
        most: 4_096,
        whole: true,
        unit: null,
        usual: 64,
      },
      {
        type: 'number',
        name: 'dropout',
        title: 'Dropout',
        description: '',
        least: 0,
        most: 0.9,
        whole: false,
        unit: null,
        usual: 0,
      },
    ],
  },
]

test('what is left out is as usual, in records of lists too', () => {
  expect(defineSettings(described, { layers: [{ units: 32 }, {}] })).toEqual({
    lookback: 24,
    rate: null,
    learns: 'all',
    mixed: false,
    layers: [
      { units: 32, dropout: 0 },
      { units: 64, dropout: 0 },
    ],
  })
})

test('settings that were defined define themselves', () => {
  const given = fc.record(
    {
      lookback: fc.integer({ min: 1, max: 8_760 }),
      rate: fc.double({ min: 0, max: 1, noNaN: true }),
      learns: fc.constantFrom('all', 'head'),
      mixed: fc.boolean(),
      layers: fc.array(fc.record({ units: fc.integer({ min: 1, max: 4_096 }) }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(given, settings => {
      const defined = defineSettings(described, settings)
      expect(defineSettings(described, defined)).toEqual(defined)
    }),
  )
})

test('every field that is wrong is named, with what is allowed, all at once', () => {
  const wrong = { lookback: 1.5, learns: 'most', mixed: 1, layers: [{ units: 0, size: 3 }, 7], depth: 2 }
  try {
    defineSettings(described, wrong)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    const { code, details } = error as Fault
    expect(code).toBe('INVALID_SETTINGS')
    expect((details.problems as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'depth',
      'layers[0].size',
      'layers[0].units',
      'layers[1]',
      'learns',
      'lookback',
      'mixed',
    ])
    expect((error as Fault).message).toContain('lookback: is a whole number from 1 to 8760')
  }
})

test('whatever is given ends in settings or in INVALID_SETTINGS', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('lookback', 'rate', 'learns', 'mixed', 'layers', 'x'), fc.anything()),
      given => {
        try {
          expect(Object.keys(defineSettings(described, given))).toEqual(described.map(({ name }) => name))
        } catch (error) {
          expect((error as Fault).code).toBe('INVALID_SETTINGS')
        }
      },
    ),
  )
})
