import type { Detector } from '@seriema/ml/contract/detector'
import { graphql, isEnumType } from 'graphql'
import { expect, test, vi } from 'vitest'
import { schema } from './schema.ts'

vi.mock(import('@seriema/ml/scorers/registry'), async original => {
  const registry = await original()
  const crystalBall: Detector = {
    ...registry.defaultDetector,
    kind: 'crystal-ball',
    title: 'Crystal ball',
    tagline: 'what is to come',
    description: 'Distance from what it sees.',
  }
  return { ...registry, detectors: [...registry.detectors, crystalBall] }
})

test('a detector that is one line more in the registry is offered by the API, in its own words', async () => {
  const kinds = schema.getType('DetectorKind')
  if (!isEnumType(kinds)) throw new Error('DetectorKind is no enum')
  expect(kinds.getValues().at(-1)).toMatchObject({
    name: 'CRYSTAL_BALL',
    value: 'crystal-ball',
    description: 'Distance from what it sees.',
  })
  const source = '{ systemStatus { detectors { kind title tagline description } } }'
  const { data, errors } = await graphql({ schema, source, contextValue: { app: {} } })
  expect(errors).toBeUndefined()
  const { detectors } = (data as unknown as { systemStatus: { detectors: unknown[] } }).systemStatus
  expect(detectors[0]).toMatchObject({ kind: 'ENSEMBLE' })
  expect(detectors.at(-1)).toEqual({
    kind: 'CRYSTAL_BALL',
    title: 'Crystal ball',
    tagline: 'what is to come',
    description: 'Distance from what it sees.',
  })
})
