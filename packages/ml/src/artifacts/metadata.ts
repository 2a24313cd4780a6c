import { Fault } from '@seriema/domain/fault'
import { forecasters } from '../models/registry.ts'
import { watchingKinds } from '../watching/registry.ts'
import { type ArtifactDescription, artifactFacts, artifactFormat } from './description.ts'

type Metadata = Readonly<Record<string, string>>

/** As pairs of texts, which is what an ONNX file holds: docs/artifacts.md lists them. */
export function toMetadata(description: ArtifactDescription): Metadata {
  const { version, createdAt, task, kind, settings, series, channels, interval, lookback, horizon } = description
  const { levels, origin, training, facts = {}, inputs, outputs } = description
  const instant = (time: number) => new Date(time).toISOString()
  const named = (prefix: string, words: Metadata) =>
    Object.fromEntries(Object.entries(words).map(([name, text]) => [`seriema.${prefix}.${name}`, text]))
  return {
    'seriema.format': artifactFormat,
    'seriema.version': version,
    'seriema.created_at': instant(createdAt),
    'seriema.task': task,
    'seriema.kind': kind,
    'seriema.settings': JSON.stringify(settings),
    ...(series !== undefined && { 'seriema.series': series }),
    'seriema.channels': JSON.stringify(channels),
    ...(interval !== undefined && { 'seriema.interval_ms': `${interval}` }),
    'seriema.lookback': `${lookback}`,
    'seriema.horizon': `${horizon}`,
    'seriema.levels': JSON.stringify(levels),
    ...(origin !== undefined && { 'seriema.origin': instant(origin) }),
    ...(training !== undefined && {
      'seriema.training': JSON.stringify({ ...training, from: instant(training.from), to: instant(training.to) }),
    }),
    ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [`seriema.${name}`, JSON.stringify(fact)])),
    ...named('input', inputs),
    ...named('output', outputs),
  }
}

/**
 * The inverse of `toMetadata`. Throws Fault UNSUPPORTED_MODEL where it is not of ours or of another format,
 * UNREADABLE_FILE naming a key that is missing or makes no sense.
 */
export function fromMetadata(metadata: Metadata): ArtifactDescription {
  const format = metadata['seriema.format']
  if (format === undefined) throw foreign('it was not written by Seriema: it has no seriema.format')
  if (format !== artifactFormat) throw foreign(`its format is ${format}, known here is ${artifactFormat}`)
  const text = (key: string): string => metadata[`seriema.${key}`] ?? wrong(key, 'missing')
  const optional = <T>(key: string, read: (key: string) => T): T | undefined =>
    metadata[`seriema.${key}`] === undefined ? undefined : read(key)
  const oneOf = <T extends string>(key: string, allowed: readonly T[]): T =>
    allowed.find(word => word === text(key)) ?? wrong(key, `not one of ${allowed.join(', ')}`)
  const count = (key: string): number => (/^\d{1,15}$/.test(text(key)) ? Number(text(key)) : wrong(key, 'not a count'))
  const instant = (key: string): number => instantOf(text(key), key)
  const json = <T>(key: string, fits: (value: unknown) => value is T): T => {
    const value = parsed(text(key))
    return fits(value) ? value : wrong(key, 'not what it should hold')
  }
  const words = (prefix: string): Metadata => {
    const start = `seriema.${prefix}.`
    const found = Object.entries(metadata).filter(([key]) => key.startsWith(start))
    return Object.fromEntries(found.map(([key, value]) => [key.slice(start.length), value]))
  }
  const [series, interval, origin] = [
    optional('series', text),
    optional('interval_ms', count),
    optional('origin', instant),
  ]
  const training = optional('training', key => {
    const { from, to, ...rest } = json(key, isTraining)
    return { ...rest, from: instantOf(from, key), to: instantOf(to, key) }
  })
  const known = artifactFacts.filter(name => metadata[`seriema.${name}`] !== undefined)
  const facts = Object.fromEntries(known.map(name => [name, json(name, isAnything)]))
  return {
    version: text('version'),
    createdAt: instant('created_at'),
    task: oneOf('task', ['forecast', 'score']),
    kind: oneOf('kind', kinds),
    settings: json('settings', isRecord),
    ...(series !== undefined && { series }),
    channels: json('channels', isChannels),
    ...(interval !== undefined && { interval }),
    lookback: count('lookback'),
    horizon: count('horizon'),
    levels: json('levels', isNumbers),
    ...(origin !== undefined && { origin }),
    ...(training !== undefined && { training }),
    ...(known.length > 0 && { facts }),
    inputs: words('input'),
    outputs: words('output'),
  }
}

const kinds = [...forecasters, ...watchingKinds].map(({ kind }) => kind)

const foreign = (reason: string) => new Fault('UNSUPPORTED_MODEL', `this ONNX file cannot be taken over: ${reason}`)

function wrong(key: string, what: string): never {
  throw new Fault('UNREADABLE_FILE', `the artifact is damaged: seriema.${key} is ${what}; write it anew`)
}

function instantOf(text: string, key: string): number {
  const time = Date.parse(text)
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? wrong(key, 'not an instant') : time
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isAnything = (value: unknown): value is unknown => value !== undefined
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(one => typeof one === 'number')
const isChannels = (value: unknown): value is ArtifactDescription['channels'] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    one => isRecord(one) && typeof one.name === 'string' && (one.unit === null || typeof one.unit === 'string'),
  )

type WrittenTraining = Omit<NonNullable<ArtifactDescription['training']>, 'from' | 'to'> & { from: string; to: string }
const isTraining = (value: unknown): value is WrittenTraining =>
  isRecord(value) &&
  typeof value.points === 'number' &&
  typeof value.from === 'string' &&
  typeof value.to === 'string' &&
  Array.isArray(value.channels) &&
  value.channels.every(
    one =>
      isRecord(one) &&
      isNumbers([one.mean, one.deviation, one.least, one.greatest]) &&
      isNumbers(one.quantiles) &&
      one.quantiles.length === 5,
  )
