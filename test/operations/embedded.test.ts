import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from '@seriema/api/store/embedded'
import { isAlive, until } from '@seriema/api/store/embedded/wait'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

const log = pino({ level: 'silent' })
// One folder for all: every test leaves its database stopped, and a first start is the slowest part of it.
let folder: string
let running: Embedded[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seriema-embedded-'))
  await chmod(folder, 0o755)
})
afterEach(async () => {
  for (const embedded of running) await embedded.stop()
  running = []
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function start(port = 0): Promise<Embedded> {
  const embedded = await startEmbedded(folder, log, { port })
  running.push(embedded)
  return embedded
}

async function ask<T>(embedded: Embedded, statement: string): Promise<T[]> {
  const sql = postgres(embedded.url, { max: 1, onnotice: () => {} })
  try {
    return (await sql.unsafe(statement)) as unknown as T[]
  } finally {
    await sql.end()
  }
}

const lockFile = () => join(folder, 'postgres-18', 'postmaster.pid')
const serverPid = async () => Number.parseInt(await readFile(lockFile(), 'utf8'), 10)

describe('the embedded PostgreSQL', () => {
  test('keeps what was stored from one start to the next, and answers on this machine alone', async () => {
    const first = await start()
    await ask(first, 'create table if not exists kept as select 42 as answer')
    expect(await ask(first, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const pid = await serverPid()
    await first.stop()
    expect(isAlive(pid)).toBe(false)
    expect(await ask(await start(), 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('refuses who does not know its password', async () => {
    const { url } = await start()
    const sql = postgres(url.replace(/:[^:@/]+@/, ':guessed@'), { max: 1 })
    await expect(sql`select 1`).rejects.toThrow(/password authentication failed/)
  })

  test('comes up again by itself, on the same port, when its process is killed', async () => {
    const embedded = await start()
    await ask(embedded, 'create table if not exists kept as select 42 as answer')
    const pid = await serverPid()
    process.kill(pid, 'SIGKILL')
    expect(await until(async () => (await serverPid().catch(() => pid)) !== pid, 20_000)).toBe(true)
    const answers = () =>
      ask(embedded, 'select answer from kept').then(
        rows => rows.length === 1,
        () => false,
      )
    expect(await until(answers, 20_000)).toBe(true)
  })

  test('of a killed process is stopped, and what it had committed is there', async () => {
    const { url, pid } = await startElsewhere(folder)
    await ask({ url } as Embedded, 'create table if not exists kept as select 42 as answer')
    const orphan = await serverPid()
    process.kill(pid, 'SIGKILL')
    await until(() => !isAlive(pid), 5_000)
    expect(isAlive(orphan)).toBe(true)
    const next = await start()
    expect(isAlive(orphan)).toBe(false)
    expect(await ask(next, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('starts after everything was killed at once', async () => {
    const { url, pid } = await startElsewhere(folder)
    await ask({ url } as Embedded, 'create table if not exists kept as select 42 as answer')
    const server = await serverPid()
    process.kill(pid, 'SIGKILL')
    process.kill(server, 'SIGKILL')
    await until(() => !isAlive(pid) && !isAlive(server), 5_000)
    expect(await ask(await start(), 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('is not fooled by a lock whose pid another program has been given, and leaves that program alone', async () => {
    await (await start()).stop()
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    await writeFile(
      lockFile(),
      `${bystander.pid}\n${join(folder, 'postgres-18')}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`,
    )
    await start()
    expect(isAlive(bystander.pid!)).toBe(true)
    bystander.kill('SIGKILL')
  })

  test('a first start cut short leaves nothing that the next one trips over', async () => {
    await rm(join(folder, 'postgres-18'), { recursive: true })
    await mkdir(join(folder, 'postgres-18.unfinished', 'base'), { recursive: true })
    await writeFile(join(folder, 'postgres-18.unfinished', 'PG_VERSION'), '18\n')
    expect(await ask(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('names the setting to change when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    await expect(start(port)).rejects.toThrow(`Port ${port}, where PostgreSQL should listen, is taken`)
    taken.close()
  })

  test.runIf(process.getuid?.() === 0)('says which folder the user postgres may not enter', async () => {
    await chmod(folder, 0o700)
    await expect(start()).rejects.toThrow(`the user postgres may not enter ${folder}`)
    await chmod(folder, 0o755)
  })
})

/** A process of its own that starts the database in `folder` and does nothing more. */
async function startElsewhere(folder: string): Promise<{ url: string; pid: number }> {
  const module = import.meta.resolve('@seriema/api/store/embedded')
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(module)})
    const { pino } = await import(${JSON.stringify(import.meta.resolve('pino'))})
    const embedded = await startEmbedded(${JSON.stringify(folder)}, pino({ level: 'silent' }))
    console.log(embedded.url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>(resolve => child.stdout.once('data', chunk => resolve(String(chunk).trim())))
  return { url, pid: child.pid! }
}
