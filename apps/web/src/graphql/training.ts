import { graphql, type ResultOf } from './graphql.ts'

/** How a training is; its loss curve comes apart, since it grows with every pass. */
export const trainingFields = graphql(`
  fragment TrainingFields on Training @_unmask {
    id
    cause
    state
    attempt
    progress
    epoch
    epochs
    phases { phase from to }
    points
    warnings
    version { id name createdAt }
    failure { code message }
    requestedAt
    startedAt
    finishedAt
  }
`)
export type TrainingFields = ResultOf<typeof trainingFields>
export type TrainingState = TrainingFields['state']
export type TrainingPhase = TrainingFields['phases'][number]['phase']

/** Trainings of a model, the one asked for last first, and the loss curve of that one. */
export const trainings = graphql(
  `
    query Trainings($model: ID!, $first: Int!) {
      newest: trainingJobs(first: 1, filter: { model: $model }) {
        edges { node { id losses { epoch training validation } } }
      }
      trainingJobs(first: $first, filter: { model: $model }) {
        totalCount
        edges { node { ...TrainingFields } }
      }
    }
  `,
  [trainingFields],
)
export type EpochLoss = ResultOf<typeof trainings>['newest']['edges'][number]['node']['losses'][number]

/** With the losses of passes after `lossesAfter`. */
export const trainingProgressed = graphql(
  `
    subscription TrainingProgressed($model: ID, $lossesAfter: Int, $after: Cursor) {
      trainingProgressed(model: $model, after: $after) {
        cursor
        trainings { ...TrainingFields losses(after: $lossesAfter) { epoch training validation } }
      }
    }
  `,
  [trainingFields],
)

export type ToldTraining = ResultOf<typeof trainingProgressed>['trainingProgressed']['trainings'][number]

export const trainModel = graphql(`
  mutation TrainModel($input: TrainModelInput!) {
    result: trainModel(input: $input) {
      __typename
      ... on TrainingPayload { training { id } }
      ... on Fault { code message }
    }
  }
`)

export const cancelTraining = graphql(`
  mutation CancelTraining($input: CancelTrainingInput!) {
    result: cancelTraining(input: $input) {
      __typename
      ... on TrainingPayload { training { id } }
      ... on Fault { code message }
    }
  }
`)
