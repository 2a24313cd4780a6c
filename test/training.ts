import { readFileSync } from 'node:fs'
import { ask } from './live/subscriber.ts'

/** Trainings over the API, as whoever uses it has them. */
export const shownTraining = `id state attempt progress epoch epochs losses { epoch training validation } phases { phase from to } points warnings
  version { id name kind } failure { code message } requestedAt startedAt finishedAt`

export interface ShownTraining {
  readonly id: string
  readonly state: string
  readonly attempt: number
  readonly progress: number
  readonly epoch: number
  readonly losses: readonly { readonly epoch: number; readonly training: number; readonly validation: number }[]
  readonly phases: readonly { readonly phase: string; readonly from: string; readonly to: string | null }[]
  readonly points: number | null
  readonly version: { readonly id: string; readonly name: string; readonly kind: string } | null
  readonly failure: { readonly code: string | null; readonly message: string } | null
}

const hour = 3_600_000
/** A day's wave with a noise that has no seed: the same at every call. */
export const wave = (count: number, begin = Date.UTC(2026, 0, 1)) => ({
  times: Array.from({ length: count }, (_, i) => begin + i * hour),
  values: [
    Array.from(
      { length: count },
      (_, i) => 100 + 20 * Math.sin((i * Math.PI) / 12) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 250,
    ),
  ],
})

export async function createSeries(url: string, key: string, input = ''): Promise<void> {
  await ask(url, `mutation { createSeries(input: { key: "${key}" ${input} }) { __typename ... on Fault { message } } }`)
}

export async function ingest(
  url: string,
  key: string,
  { times, values }: { readonly times: readonly number[]; readonly values: readonly (readonly (number | null)[])[] },
): Promise<void> {
  const most = 5_000
  for (let from = 0; from < times.length; from += most) {
    const part = <T>(all: readonly T[]) => all.slice(from, from + most)
    await ask(
      url,
      `mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) {
        ... on IngestPointsPayload { series { stored fault { message } } } ... on Fault { message } } }`,
      { series: [{ key, times: part(times), values: values.map(part) }] },
    )
  }
}

/** Returns the id of the model. */
export async function createModel(url: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  const { createModel } = await ask<{ createModel: { model?: { id: string }; message?: string } }>(
    url,
    'mutation ($input: CreateModelInput!) { createModel(input: $input) { ... on ModelPayload { model { id } } ... on Fault { message } } }',
    { input },
  )
  if (createModel.model === undefined) throw new Error(createModel.message)
  return createModel.model.id
}

export async function trainModel(url: string, modelId: string): Promise<ShownTraining> {
  const { trainModel } = await ask<{ trainModel: { training?: ShownTraining; message?: string } }>(
    url,
    `mutation ($modelId: ID!) { trainModel(input: { modelId: $modelId }) { ... on TrainingPayload { training { ${shownTraining} } } ... on Fault { code message } } }`,
    { modelId },
  )
  if (trainModel.training === undefined) throw new Error(trainModel.message)
  return trainModel.training
}

export const training = async (url: string, id: string): Promise<ShownTraining> =>
  (
    await ask<{ node: ShownTraining }>(
      url,
      `query ($id: ID!) { node(id: $id) { ... on Training { ${shownTraining} } } }`,
      {
        id,
      },
    )
  ).node

const ends = ['COMPLETED', 'FAILED', 'CANCELLED']
export const hasEnded = ({ state }: Pick<ShownTraining, 'state'>): boolean => ends.includes(state)

/** Processes that a process has started and that live. */
export const childrenOf = (pid: number): readonly number[] => {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return listed.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
