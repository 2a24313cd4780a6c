import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import { Fault } from '@seriema/domain/fault'
import type { Environment } from '../../config.ts'

const roots: Readonly<Record<string, (share: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: share => new TraceIdRatioBasedSampler(share),
}

/** Which traces are kept, as OTEL_TRACES_SAMPLER and its argument say; else all but those a caller wants not. Throws INVALID_CONFIGURATION. */
export function samplerOf(environment: Environment): Sampler {
  const name = environment.OTEL_TRACES_SAMPLER || 'parentbased_always_on'
  const root = roots[name.replace(/^parentbased_/, '')]
  if (root === undefined) {
    const known = Object.keys(roots).flatMap(each => [each, `parentbased_${each}`])
    throw new Fault(
      'INVALID_CONFIGURATION',
      `OTEL_TRACES_SAMPLER is '${name.slice(0, 60)}'; allowed is one of ${known.join(', ')}`,
    )
  }
  const given = environment.OTEL_TRACES_SAMPLER_ARG || '1'
  const share = Number(given)
  if (name.endsWith('ratio') && !(share >= 0 && share <= 1))
    throw new Fault(
      'INVALID_CONFIGURATION',
      `OTEL_TRACES_SAMPLER_ARG is '${given.slice(0, 60)}'; allowed is a share from 0 to 1`,
    )
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root: root(share) }) : root(share)
}
