import { kindSpeaks, type Speaker } from '@seriema/domain/deployment'
import type { ForecastRequest } from '@seriema/domain/forecast'
import type { Serving } from '../../serving/serving.ts'
import type { Series } from '../../store/series.ts'
import type { OwnNetworks } from './own-networks.ts'

export interface SpeakerApp {
  readonly serving: Serving
  readonly networks: OwnNetworks
}

/** Whom the request is for. Throws INVALID_VERSION. */
export async function speakerFor(
  { serving, networks }: SpeakerApp,
  series: Series,
  { forecaster, versionId }: ForecastRequest,
): Promise<Speaker> {
  if (forecaster !== null) return networks.speakerFor(series, kindSpeaks(forecaster))
  if (versionId !== null) return (await serving.versions.get(versionId)).speaker
  return networks.speakerFor(series, serving.speakerOf(series, 'forecast', series.lastAt ?? undefined))
}
