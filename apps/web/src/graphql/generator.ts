import { holdingsFields } from './deletion.ts'
import { graphql, type ResultOf } from './graphql.ts'

export const generatorFields = graphql(`
  fragment GeneratorFields on Generator @_unmask {
    running
    generated
    settings {
      base
      trend
      seasonAmplitude
      seasonLength
      noise
      anomalyRate
      anomalySize
      interval
      seed
    }
  }
`)
export type GeneratorFields = ResultOf<typeof generatorFields>
export type GeneratorSettings = GeneratorFields['settings']

export const generator = graphql(
  `
    query Generator($key: String!) {
      seriesByKey(key: $key) {
        generator {
          ...GeneratorFields
          truth(last: 1000) {
            channels {
              channel { name }
              injected
            }
          }
        }
      }
    }
  `,
  [generatorFields],
)

export const startGenerator = graphql(
  `
    mutation StartGenerator($input: StartGeneratorInput!) {
      result: startGenerator(input: $input) {
        __typename
        ... on GeneratorPayload { generator { ...GeneratorFields } }
        ... on Fault { code message }
      }
    }
  `,
  [generatorFields],
)

/** What a reset would remove. */
export const generatorHoldings = graphql(
  `
    query GeneratorHoldings($key: String!) {
      seriesByKey(key: $key) {
        generator {
          holdings { ...HoldingsFields }
        }
      }
    }
  `,
  [holdingsFields],
)

export const stopGenerator = graphql(
  `
    mutation StopGenerator($input: StopGeneratorInput!) {
      result: stopGenerator(input: $input) {
        __typename
        ... on GeneratorPayload { generator { ...GeneratorFields } }
        ... on Fault { code message }
      }
    }
  `,
  [generatorFields],
)

export const resetGenerator = graphql(
  `
    mutation ResetGenerator($input: ResetGeneratorInput!) {
      result: resetGenerator(input: $input) {
        __typename
        ... on ResetGeneratorPayload {
          generator { ...GeneratorFields }
          removed { ...HoldingsFields }
        }
        ... on Fault { code message }
      }
    }
  `,
  [generatorFields, holdingsFields],
)
