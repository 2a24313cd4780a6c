import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

export const importFields = graphql(`
  fragment ImportFields on Import @_unmask {
    id
    fileName
    state
    size
    bytesRead
    rowsRead
    stored
    duplicates
    conflicts
    rejected
    anomalies
    rejections { line message }
    series { key title }
    failure
  }
`)
export type ImportFields = ResultOf<typeof importFields>

export const previewImport = graphql(`
  query PreviewImport($input: PreviewImportInput!) {
    previewImport(input: $input) {
      __typename
      ... on ImportPreview {
        delimiter
        header
        columns { name position numeric time sample }
        timeColumn
        timeFormat
        timeZone
        keyColumn
        valueColumns
        decimalComma
        rows { times values }
        problems { line message }
      }
      ... on Fault { code message }
    }
  }
`)
export type ImportPlan = NonNullable<VariablesOf<typeof previewImport>['input']['plan']>
export type ImportPreview = Extract<ResultOf<typeof previewImport>['previewImport'], { __typename: 'ImportPreview' }>

export const startImport = graphql(
  `
    mutation StartImport($input: StartImportInput!) {
      startImport(input: $input) {
        __typename
        ... on StartImportPayload {
          uploadPath
          import { ...ImportFields }
        }
        ... on Fault { code message }
      }
    }
  `,
  [importFields],
)

export const cancelImport = graphql(`
  mutation CancelImport($input: CancelImportInput!) {
    cancelImport(input: $input) {
      __typename
      ... on ImportPayload { import { id } }
      ... on Fault { code message }
    }
  }
`)

export const importById = graphql(
  `
    query ImportById($id: ID!) {
      import(id: $id) { ...ImportFields }
    }
  `,
  [importFields],
)
