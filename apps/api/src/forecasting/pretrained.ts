import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Forecaster } from '@seriema/ml/contract/forecaster'
import type { PretrainedForecaster } from '@seriema/ml/contract/forecaster-family'
import { pretrainedForecasters } from '@seriema/ml/models/kinds'
import { findModel } from '@seriema/ml/runtime/hub'
import { showHubModel } from '@seriema/ml/runtime/hub/model'
import type { Refusal } from '@seriema/ml/runtime/provider'
import type { WeightSource, WeightSources } from './weight-sources.ts'

/** What is known of a pretrained kind here; plain data, which may travel between threads. */
export interface PretrainedStatus {
  readonly kind: ForecasterKind
  readonly available: boolean
  /** What it is, or why it is not there. */
  readonly detail: string
  /** What it runs on: cuda, webgpu or cpu; null where it is not there. */
  readonly provider: string | null
  /** What was tried before that, and why it does not serve. */
  readonly refused: readonly Refusal[]
}

/** The forecaster is null where it is not available. */
export interface Pretrained {
  readonly status: PretrainedStatus
  readonly forecaster: Forecaster | null
}

/**
 * The pretrained kinds, the simplest first. One whose weights cannot be had, our own or the hub's, is told to be
 * unavailable and why. A folder the operator names is meant to be right: throws INVALID_WEIGHTS, UNSUPPORTED_MODEL or
 * MODEL_NOT_FOUND about it.
 */
export const loadPretrained = (sources: WeightSources): Promise<readonly Pretrained[]> =>
  Promise.all(pretrainedForecasters.map(member => loadFrom(member, sources[member.kind] ?? nowhere)))

const nowhere: WeightSource = { from: 'nowhere', reason: 'needs weights, and there is no setting for them' }

async function loadFrom(member: PretrainedForecaster, source: WeightSource): Promise<Pretrained> {
  const { kind } = member
  switch (source.from) {
    case 'nowhere':
      return absent(kind, source.reason)
    case 'operator':
      return load(member, source.folder, `the weights in ${source.folder}`)
    case 'installation':
      return existsSync(join(source.folder, 'config.json'))
        ? load(member, source.folder, 'our own weights').catch(unavailable(kind))
        : absent(kind, 'its weights are not in this installation')
    case 'hub':
      return fromHub(member, source).catch(unavailable(kind))
  }
}

async function fromHub(
  member: PretrainedForecaster,
  { model, hub }: Extract<WeightSource, { readonly from: 'hub' }>,
): Promise<Pretrained> {
  const { directory, commit, from } = await findModel(model, hub)
  return load(member, directory, `the weights of ${showHubModel(model)} (${commit.slice(0, 7)}, ${from})`)
}

async function load(member: PretrainedForecaster, folder: string, whose: string): Promise<Pretrained> {
  const forecaster = await member.load(folder)
  const { kind, summary, provider, refused } = forecaster
  return { forecaster, status: { kind, available: true, detail: `${summary} with ${whose}`, provider, refused } }
}

const unavailable = (kind: ForecasterKind) => (error: unknown) => {
  if (!(error instanceof Fault)) throw error
  return absent(kind, `cannot be loaded: ${error.message}`)
}

const absent = (kind: ForecasterKind, detail: string): Pretrained => ({
  forecaster: null,
  status: { kind, available: false, detail, provider: null, refused: [] },
})
