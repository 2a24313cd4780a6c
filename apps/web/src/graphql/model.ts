import { graphql, type ResultOf } from './graphql.ts'
import { settingFields } from './setting.ts'

export const recipeFields = graphql(`
  fragment RecipeFields on Recipe @_unmask {
    resample { unit count by weekStart timeZone }
    fill
    cut
    scale
    categories
  }
`)
export type RecipeFields = ResultOf<typeof recipeFields>

/** Every kind of model, with all that a form for one needs. */
export const modelKinds = graphql(
  `
  query ModelKinds {
    modelKinds {
      kind
      role
      title
      tagline
      description
      needs
      ofGroups
      settings { ...SettingFields }
      presets { name title description settings recipe { ...RecipeFields } }
    }
  }
`,
  [recipeFields, settingFields],
)
export type ModelKind = ResultOf<typeof modelKinds>['modelKinds'][number]
export type ModelKindName = ModelKind['kind']
/** A named starting point of a model, by what of it is other than usual. */
export type ModelPreset = ModelKind['presets'][number]

export const modelFields = graphql(
  `
    fragment ModelFields on Model @_unmask {
      id
      name
      description
      role
      kind
      settings
      recipe { ...RecipeFields }
      draft
      createdAt
      updatedAt
      series { key title }
      group { name }
    }
  `,
  [recipeFields],
)
export type ModelFields = ResultOf<typeof modelFields>
/** What a model is for: one of the two. */
export type Scope =
  | { readonly series: string; readonly group?: undefined }
  | { readonly group: string; readonly series?: undefined }

/** Models with what came of them last, the ones changed last first. */
export const models = graphql(
  `
    query Models($first: Int!, $after: String, $filter: ModelFilter) {
      models(first: $first, after: $after, filter: $filter) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            ...ModelFields
            versions(first: 1) {
              totalCount
              edges { node { id name metrics { own { mase } } } }
            }
            trainings(first: 1) { edges { node { id state progress } } }
          }
        }
      }
    }
  `,
  [modelFields],
)
export type ListedModel = ResultOf<typeof models>['models']['edges'][number]['node']

export const modelById = graphql(
  `
    query ModelById($id: ID!) {
      node(id: $id) {
        __typename
        ... on Model {
          ...ModelFields
          retraining { outgrown everyHours }
          series { attributes { name value } }
          group { conditions { attribute values } }
        }
      }
    }
  `,
  [modelFields],
)

export const createModel = graphql(`
  mutation CreateModel($input: CreateModelInput!) {
    result: createModel(input: $input) {
      __typename
      ... on ModelPayload { model { id } warnings }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)

export const updateModel = graphql(`
  mutation UpdateModel($input: UpdateModelInput!) {
    result: updateModel(input: $input) {
      __typename
      ... on ModelPayload { model { id } warnings }
      ... on InvalidSettings { problems { path problem } }
      ... on Fault { code message }
    }
  }
`)

export const copyModel = graphql(`
  mutation CopyModel($input: CopyModelInput!) {
    result: copyModel(input: $input) {
      __typename
      ... on ModelPayload { model { id } }
      ... on Fault { code message }
    }
  }
`)

export const deleteModel = graphql(`
  mutation DeleteModel($input: DeleteModelInput!) {
    result: deleteModel(input: $input) {
      __typename
      ... on DeleteModelPayload { id }
      ... on Fault { code message }
    }
  }
`)

/** The last points of a series before and after a recipe. */
export const prepared = graphql(`
  query Prepared($key: String!, $recipe: RecipeInput!, $last: Int!) {
    seriesByKey(key: $key) {
      prepared(recipe: $recipe, last: $last) {
        __typename
        ... on PreparedSeries {
          before
          after
          step { text }
          channels { channel { name unit position } before after madeUp location factor }
        }
        ... on Fault { code message }
      }
    }
  }
`)
