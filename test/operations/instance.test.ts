import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { birthOf, claimFolder } from '@seriema/api/start/instance'
import { isAlive, until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../folder.ts'

test.skipIf(process.platform === 'win32')(
  'a server that was killed does not count as running before its parent has buried it',
  async () => {
    // The shell becomes a program that waits for nobody.
    const parent = spawn('sh', ['-c', 'sleep 300 & echo $!; exec sleep 300'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const server = Number(String((await once(parent.stdout, 'data'))[0]))
    onTestFinished(() => void (birthOf(server) === null || process.kill(server, 'SIGKILL')))
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: server, born: birthOf(server) }))
    expect(() => claimFolder(folder)).toThrow(`Seriema already runs in ${folder}, as process ${server}`)

    process.kill(server, 'SIGKILL')
    expect(await until(() => !isAlive(server), 5_000)).toBe(true)
    expect(() => process.kill(server, 0)).not.toThrow()
    expect(birthOf(server)).toBe(null)
    claimFolder(folder)()
  },
)
