import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Names every module that is asked for on the way to `entry`, in a process of its own. */
async function modulesOf(entry: string): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const asked = []
    registerHooks({ resolve: (name, context, next) => (asked.push(name), next(name, context)) })
    await import(${JSON.stringify(pathToFileURL(`${import.meta.dirname}/${entry}`).href)})
    console.log(JSON.stringify(asked))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  return JSON.parse(stdout) as string[]
}

test('importing the registry loads no neural runtime; loading a network does', async () => {
  expect(await modulesOf('registry.ts')).not.toContain('onnxruntime-node')
  expect(await modulesOf('kinds.ts')).not.toContain('onnxruntime-node')
  expect(await modulesOf('ttm/load.ts')).toContain('onnxruntime-node')
}, 60_000)
