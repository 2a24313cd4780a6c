import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import { parseSafetensors, type Safetensors } from './safetensors.ts'
import { writeSafetensors } from './write-safetensors.ts'

/** A model as it is published: what it is, and its weights. */
export interface ModelFiles {
  /** The parsed config.json: an object, its fields not yet looked at. */
  readonly config: Readonly<Record<string, unknown>>
  readonly weights: Safetensors
}

const configLimit = 1_000_000

/**
 * Reads config.json and model.safetensors of a directory. Throws Fault MODEL_NOT_FOUND where one is missing, TOO_LARGE
 * beyond `largest` bytes of weights, INVALID_WEIGHTS where one cannot be understood.
 */
export async function readModel(directory: string, { largest = 1_000_000_000 } = {}): Promise<ModelFiles> {
  const config = parseConfig(await readFile(join(directory, 'config.json'), configLimit))
  const weights = parseSafetensors(await readFile(join(directory, 'model.safetensors'), largest))
  return { config, weights }
}

/** Writes config.json and model.safetensors into a directory, which is made where it is missing: `readModel` reads them. */
export async function writeModel(
  directory: string,
  config: Readonly<Record<string, unknown>>,
  tensors: Parameters<typeof writeSafetensors>[0],
): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  await writeFile(join(directory, 'model.safetensors'), writeSafetensors(tensors, { format: 'pt' }))
}

/** The size is checked before a byte is read. */
async function readFile(path: string, largest: number): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new Fault(
        'MODEL_NOT_FOUND',
        `${path} does not exist; a model directory holds config.json and model.safetensors`,
      )
    }
    throw new Fault('INVALID_WEIGHTS', `${path} cannot be read (${error.code}); check its permissions`)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new Fault('INVALID_WEIGHTS', `${path} is not a file`)
    if (stats.size > largest) {
      throw new Fault('TOO_LARGE', `${path} has ${stats.size} bytes, at most ${largest} are read`)
    }
    return await file.readFile()
  } finally {
    await file.close()
  }
}

function parseConfig(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let config: unknown
  try {
    config = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new Fault('INVALID_WEIGHTS', `config.json is not JSON: ${(error as Error).message}`)
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new Fault('INVALID_WEIGHTS', 'config.json is not an object')
  }
  return config as Readonly<Record<string, unknown>>
}
