import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readModel } from './weights.ts'
import { writeSafetensors } from './write-safetensors.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'))
})
afterEach(() => rm(folder, { recursive: true }))

const weights = writeSafetensors(new Map([['a', { shape: [2], values: Float32Array.of(1, 2) }]]))
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content)

test('a directory with both files is read', async () => {
  await put('config.json', '{"d_model": 8}')
  await put('model.safetensors', weights)
  const model = await readModel(folder)
  expect(model.config).toEqual({ d_model: 8 })
  expect(model.weights.tensors.get('a')!.floats()).toEqual(Float32Array.of(1, 2))
})

test('each way a directory can be wrong has its own code, and names the file', async () => {
  const refused = async (code: string, words: string, largest?: number) => {
    const read = readModel(folder, largest === undefined ? {} : { largest })
    await expect(read).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  }
  await refused('MODEL_NOT_FOUND', 'config.json')
  await put('config.json', '{"d_model":')
  await refused('INVALID_WEIGHTS', 'not JSON')
  await put('config.json', '[1]')
  await refused('INVALID_WEIGHTS', 'not an object')
  await put('config.json', ' '.repeat(1_000_001))
  await refused('TOO_LARGE', 'config.json')
  await put('config.json', '{}')
  await refused('MODEL_NOT_FOUND', 'model.safetensors')
  await put('model.safetensors', weights)
  await refused('TOO_LARGE', 'model.safetensors', 10)
  await put('model.safetensors', weights.slice(0, -1))
  await refused('INVALID_WEIGHTS', 'safetensors')
  await rm(join(folder, 'model.safetensors'))
  await mkdir(join(folder, 'model.safetensors'))
  await refused('INVALID_WEIGHTS', 'is not a file')
})
