import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'
import { run } from '../spawn.ts'

const pretrain = (folder: string, ...options: string[]) => {
  const common = ['--out', folder, '--steps', '6', '--batch', '16', '--every', '2', '--threads', '2']
  const started = run(['packages/ml/bin/ml.ts', 'pretrain', ...common, ...options])
  onTestFinished(() => started.end('SIGKILL').then(() => {}))
  return started
}
const weights = (folder: string) => readFile(join(folder, 'model.safetensors'))

test('a pretraining that is killed goes on from its checkpoint and ends in the same weights', async () => {
  const [whole, killed] = [await temporaryFolder(), await temporaryFolder()]
  expect((await pretrain(whole).ended).status).toBe(0)

  const begun = pretrain(killed)
  await until(() => begun.output().includes('"step":2'), 60_000)
  await begun.end('SIGKILL')
  const resumed = await pretrain(killed).ended
  expect(resumed).toMatchObject({ status: 0, output: expect.stringMatching(/goes on after step [24]/) })
  expect(await weights(killed)).toEqual(await weights(whole))

  const other = await pretrain(killed, '--seed', '2').ended
  expect(other.status).not.toBe(0)
  expect(other.output).toContain('was begun with --seed 1')
})

test('pretraining says which package is missing from the folder of recorded series', async () => {
  const empty = await temporaryFolder()
  const ended = await pretrain(await temporaryFolder(), '--recorded', empty).ended
  expect(ended.status).not.toBe(0)
  expect(ended.output).toMatch(/unpack simbench==[\d.]+ there/)
})
