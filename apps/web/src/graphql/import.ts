import { graphql, type ResultOf, type VariablesOf } from './graphql.ts'

export const planFields = graphql(`
  fragment PlanFields on ImportPlan @_unmask {
    delimiter
    header
    timeColumn
    timeFormat
    timeZone
    valueColumns
    counters
    keyColumn
    decimalComma
    missing
  }
`)

export const findingFields = graphql(
  `
    fragment FindingFields on FileFindings @_unmask {
      encoding
      delimiter
      header
      timeColumn
      timeFormat
      dateOrder
      timeZone
      zoneSaid
      keyColumn
      keyCandidates { name values }
      valueColumns
      channels { name unit kind }
      columnsAreInstants
      decimalComma
      decimalProven
      newestFirst
      leftOut { name position why }
      leftOutCount
      guesses { about message doubtful otherwise { ...PlanFields } }
      suspicious { column value count }
    }
  `,
  [planFields],
)
export type Findings = ResultOf<typeof findingFields>

export const importFields = graphql(
  `
    fragment ImportFields on Import @_unmask {
      id
      fileName
      key
      replace
      plan { ...PlanFields }
      state
      size
      bytesRead
      rowsRead
      stored
      duplicates
      conflicts
      rejected
      anomalies
      rejections(first: 100) { line message }
      rejectionsUrl
      series { key title }
      seriesCount
      detected { ...FindingFields }
      notes { message count line }
      removed
      failure
      createdAt
      finishedAt
    }
  `,
  [findingFields, planFields],
)
export type ImportFields = ResultOf<typeof importFields>
export type ImportState = ImportFields['state']

export const previewImport = graphql(
  `
    query PreviewImport($input: PreviewImportInput!) {
      previewImport(input: $input) {
        __typename
        ... on ImportPreview {
          ...FindingFields
          columns { name position numeric time sample }
          columnCount
          notes { message count line }
          rows { times values }
          step { text }
          problems { line message }
          target {
            series
            existing { key title }
            existingCount
            lacking
            problem
            fresh
            same
            different
            contradictions { key at stored given }
          }
        }
        ... on Fault { code message }
      }
    }
  `,
  [findingFields],
)
export type ImportPlan = NonNullable<VariablesOf<typeof previewImport>['input']['plan']>
export type ImportPreview = Extract<ResultOf<typeof previewImport>['previewImport'], { __typename: 'ImportPreview' }>
export type ImportTarget = NonNullable<ImportPreview['target']>

export const fileColumns = graphql(`
  query FileColumns($input: PreviewImportInput!) {
    fileColumns(input: $input) {
      __typename
      ... on FileColumns {
        delimiter
        header
        columns { name position numeric time sample }
      }
      ... on Fault { code message }
    }
  }
`)
export type FileColumns = Extract<ResultOf<typeof fileColumns>['fileColumns'], { __typename: 'FileColumns' }>

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
export type ImportRequest = Omit<VariablesOf<typeof startImport>['input'], 'fileName' | 'size'>

export const cancelImport = graphql(`
  mutation CancelImport($input: CancelImportInput!) {
    cancelImport(input: $input) {
      __typename
      ... on ImportPayload { import { id } }
      ... on Fault { code message }
    }
  }
`)

export const undoImport = graphql(
  `
    mutation UndoImport($input: UndoImportInput!) {
      result: undoImport(input: $input) {
        __typename
        ... on ImportPayload { import { ...ImportFields } }
        ... on Fault { code message }
      }
    }
  `,
  [importFields],
)

export const importById = graphql(
  `
    query ImportById($id: ID!) {
      import(id: $id) { ...ImportFields }
    }
  `,
  [importFields],
)

export const undoOutlook = graphql(`
  query UndoOutlook($id: ID!) {
    import(id: $id) { undo { points series made why } }
  }
`)
export type UndoOutlook = NonNullable<ResultOf<typeof undoOutlook>['import']>['undo']

export const imports = graphql(
  `
    query Imports($first: Int!, $after: String, $filter: ImportFilter) {
      imports(first: $first, after: $after, filter: $filter) {
        totalCount
        edges { node { ...ImportFields } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [importFields],
)
