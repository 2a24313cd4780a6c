import { plainRecipe, type Recipe } from '@seriema/domain/recipe'
import type { Scope } from '@seriema/domain/role'
import type { Attribute } from '@seriema/domain/series'
import { defineSettings } from '@seriema/domain/setting'
import type { VersionSample } from '@seriema/domain/version'
import { watchingArtifact } from '@seriema/ml/artifacts/watching'
import type { Member } from '@seriema/ml/contract/trainable'
import { modelKind } from '@seriema/ml/versions/kinds'
import { trainVersion } from '@seriema/ml/versions/train'
import { zscoreKind } from '@seriema/ml/watching/fixed'
import { sha256 } from '../artifacts/artifacts.ts'
import type { Core } from '../core.ts'
import { insertArtifact } from '../store/artifact.ts'
import { transaction } from '../store/database.ts'
import { createModel } from '../store/model.ts'
import { insertVersion, nextVersionNumber } from '../store/version/register.ts'

interface Made {
  readonly kind: string
  readonly artifact: Uint8Array
  readonly channels: number
  readonly lookback?: number
  readonly horizon?: number
  readonly sample?: VersionSample
  readonly recipe?: Recipe
  /** Epoch milliseconds. */
  readonly dataTo?: number
}

/** For tests: a version as a training would have registered it. Returns its number in the store. */
export const registerVersion = (
  app: Pick<Core, 'db' | 'clock'>,
  scope: Scope,
  { kind, artifact, channels, lookback = 1, horizon = 0, sample, recipe = plainRecipe, dataTo }: Made,
): Promise<number> =>
  transaction(app.db, async tx => {
    const now = app.clock()
    const { role } = modelKind(kind)
    const settings = defineSettings(modelKind(kind).settings, {})
    const model = await createModel(tx, scope, { name: kind, description: null, role, kind, settings, recipe }, now)
    const hash = sha256(artifact)
    await insertArtifact(tx, hash, artifact, now)
    const number = await nextVersionNumber(tx, scope)
    return insertVersion(tx, scope, {
      number,
      modelId: model.id,
      role,
      kind,
      settings,
      recipe,
      origin: 'trained',
      fingerprint: `${kind} ${number}`,
      dataHash: hash,
      createdAt: now,
      channels: Array.from({ length: channels }, (_, c) => ({ name: `c${c}`, unit: null })),
      losses: [],
      lookback,
      horizon,
      artifact: hash,
      artifactBytes: artifact.byteLength,
      ...(sample && { sample, points: sample.times.length }),
      ...(dataTo !== undefined && { dataTo }),
    })
  })

/** A detector that was trained on one channel of this mean and deviation. */
export const watcherFile = (mean: number, deviation: number, threshold = 3): Uint8Array => {
  const about = { version: '1.0.0', createdAt: 0, channels: [{ name: 'value', unit: null }] }
  return watchingArtifact(zscoreKind, [{ mean, deviation }], about, { lookback: 1, threshold })
}

interface Learnt {
  readonly key?: string
  readonly attributes?: readonly Attribute[]
  readonly settings?: Readonly<Record<string, unknown>>
}

/** What a kind learnt of a series of one channel. */
export async function trainedFile(
  kind: string,
  points: { readonly times: Float64Array; readonly values: Float64Array },
  { key = 'demo', attributes = [], settings = {} }: Learnt = {},
): Promise<Uint8Array> {
  const member: Member = {
    key,
    times: points.times,
    channels: [points.values],
    attributes,
    step: { unit: 'millisecond', count: points.times[1]! - points.times[0]! },
    timeZone: 'UTC',
  }
  const trained = await trainVersion(
    {
      kind,
      settings: defineSettings(modelKind(kind).settings, settings),
      recipe: plainRecipe,
      channels: [{ name: 'value', unit: null }],
      members: [member],
      seed: 1,
    },
    { version: '1.0.0', createdAt: 0, scope: key, threads: 1 },
  )
  return trained.artifact
}

/** A ridge that learnt a series of one channel. */
export const forecasterFile = (
  points: { readonly times: Float64Array; readonly values: Float64Array },
  { horizon = 12, ...learnt }: Omit<Learnt, 'settings'> & { readonly horizon?: number } = {},
): Promise<Uint8Array> => trainedFile('ridge', points, { ...learnt, settings: { horizon } })
