import { parentPort } from 'node:worker_threads'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import type { Step } from '@seriema/domain/step'
import type { Member, OpenVersion, VersionForecast } from '@seriema/ml/contract/trainable'
import { openVersion } from '@seriema/ml/versions/open'
import { noting, type Stretch, stretch } from '../../telemetry/stretch.ts'
import { forecastEach } from './forecast-each.ts'

/** What is to be done with a version, which has been opened unless that is what is asked. */
export type VersionRequest =
  | { readonly id: number; readonly kind: 'open'; readonly version: number; readonly artifact: Uint8Array }
  | { readonly id: number; readonly kind: 'needs'; readonly version: number; readonly step: Step }
  | {
      readonly id: number
      readonly kind: 'forecast'
      readonly version: number
      readonly members: readonly Member[]
      readonly horizon: number
    }
  | { readonly id: number; readonly kind: 'close'; readonly version: number }

/** A Fault keeps its code; anything else has none. */
export interface VersionFailure {
  readonly code: FaultCode | null
  readonly message: string
}

export type OpenedFacts = Pick<OpenVersion, 'kind' | 'lookback' | 'horizon' | 'bytes'>

/** What came of it, by what was asked. */
export interface VersionAnswers {
  readonly open: OpenedFacts
  readonly needs: number
  /** One per member: what fails for one costs no other. */
  readonly forecast: readonly (VersionForecast | VersionFailure)[]
  readonly close: null
}

export type VersionReply = { readonly id: number; readonly stretches: readonly Stretch[] } & (
  | { readonly answer: VersionAnswers[keyof VersionAnswers] }
  | { readonly failed: VersionFailure }
)

const failureOf = (error: unknown): VersionFailure => ({
  code: error instanceof Fault ? error.code : null,
  message: error instanceof Error ? error.message : String(error),
})

const opened = new Map<number, OpenVersion>()

function versionOf(id: number): OpenVersion {
  const found = opened.get(id)
  if (found === undefined) throw new Fault('UNAVAILABLE', 'the version is not loaded (any more)')
  return found
}

async function answer(request: VersionRequest): Promise<VersionAnswers[keyof VersionAnswers]> {
  switch (request.kind) {
    case 'open': {
      const version = await openVersion(request.artifact, { threads: 1 })
      await opened.get(request.version)?.close()
      opened.set(request.version, version)
      const { kind, lookback, horizon, bytes } = version
      return { kind, lookback, horizon, bytes }
    }
    case 'needs':
      return versionOf(request.version).pointsNeeded(request.step)
    case 'forecast':
      return (await forecastEach(versionOf(request.version), request.members, request.horizon)).map(one =>
        one instanceof Error ? failureOf(one) : one,
      )
    case 'close': {
      const version = opened.get(request.version)
      opened.delete(request.version)
      await version?.close()
      return null
    }
  }
}

/** What each is called as a part of a trace. */
const names = { open: 'load', needs: 'look up', forecast: 'infer', close: 'let go' } as const

parentPort?.on('message', async (request: (VersionRequest & { readonly traced: boolean }) | 'end') => {
  if (request === 'end') return process.exit()
  const { id, traced } = request
  const stretches: Stretch[] = []
  const reply = (message: VersionReply) => parentPort?.postMessage(message)
  const work = () => stretch(names[request.kind], () => answer(request))
  try {
    reply({ id, answer: await (traced ? noting(stretches, work) : work()), stretches })
  } catch (error) {
    reply({ id, failed: failureOf(error), stretches })
  }
})
