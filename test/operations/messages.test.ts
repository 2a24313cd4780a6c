import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@seriema/api/start/ports'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { pathThrough } from '../path-through.ts'
import { run, type Settings } from '../spawn.ts'

let folder: string
let servers: Server[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seriema-messages-'))
})
afterEach(async () => {
  for (const server of servers) server.close()
  servers = []
  await rm(folder, { recursive: true, force: true })
})

/** What a start that cannot succeed says, and nothing else: one message, no stack, status 1. */
async function complaint(settings: Settings): Promise<string> {
  const ports = { SERIEMA_API_PORT: '0', SERIEMA_WEB_PORT: String(await freePort()) }
  const { status, output } = await run(
    ['apps/api/src/start.ts'],
    { SERIEMA_DATA: join(folder, 'data'), ...ports, ...settings },
    folder,
  ).ended
  expect(status).toBe(1)
  expect(output).not.toMatch(/\n\s+at /)
  return output
}

async function listen(handler: (socket: Socket) => void = () => {}): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return String((server.address() as { port: number }).port)
}

describe('npm start says in one message what is wrong, and how to go on:', () => {
  test('every mistake in .env at once', async () => {
    await writeFile(
      join(folder, '.env'),
      'SERIEMA_DATABASE_PORT=abc\nSERIEMA_DEMO=perhaps\nSERIEMA_PORT=1\nDATABASE_URL=nonsense:hunter2\n',
    )
    const said = await complaint({})
    expect(said).toContain('4 settings are wrong, in the environment or in .env:')
    expect(said).toContain("SERIEMA_DATABASE_PORT is 'abc'; allowed is a whole number from 0 to 65535")
    expect(said).toContain("SERIEMA_DEMO is 'perhaps'; allowed is true or false")
    expect(said).toContain('SERIEMA_PORT is not a setting')
    expect(said).not.toContain('hunter2')
  })

  test('taken ports, both at once', async () => {
    const [api, web] = [await listen(), await listen()]
    const said = await complaint({ SERIEMA_API_PORT: api, SERIEMA_WEB_PORT: web })
    expect(said).toContain(`Port ${api}, where the API should listen, is taken by another program.`)
    expect(said).toContain(`Port ${web}, where the dashboard should listen, is taken by another program.`)
    expect(said).toContain('SERIEMA_WEB_PORT=')
  })

  test('a data folder in which nothing can be written', async () => {
    await writeFile(join(folder, 'data'), 'a file, not a folder')
    const said = await complaint({})
    expect(said).toContain(`Nothing can be written in the data folder ${join(folder, 'data')}`)
    expect(said).toContain('SERIEMA_DATA')
  })

  test('another Seriema in the same data folder; and one that was killed there is no hindrance', async () => {
    const record = (born: string) =>
      writeFile(join(folder, 'data', 'running.json'), JSON.stringify({ pid: process.pid, born }))
    const taken = { SERIEMA_API_PORT: await listen() }
    await complaint(taken)
    // A pid that is in use, but by a program that began at another time.
    await record('some other boot 123')
    expect(await complaint(taken)).toContain('is taken by another program')
    const { birthOf } = await import('@seriema/api/start/instance')
    await record(birthOf(process.pid)!)
    expect(await complaint(taken)).toContain(
      `Seriema already runs in ${join(folder, 'data')}, as process ${process.pid}.`,
    )
  })

  test('nobody at DATABASE_URL', async () => {
    const port = await listen()
    servers.pop()!.close()
    const said = await complaint({ DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${port}/series` })
    expect(said).toContain(`Nothing answers at 127.0.0.1:${port}, where DATABASE_URL says PostgreSQL is.`)
    expect(said).not.toContain('hunter2')
  })

  test('a machine that does not exist', async () => {
    const said = await complaint({ DATABASE_URL: 'postgres://me:hunter2@nowhere.invalid/series' })
    expect(said).toContain('There is no machine named nowhere.invalid')
  })

  test.each(['pg_advisory_xact_lock', '__drizzle_migrations', 'from events', 'generators'])(
    'a database that is lost for good during the start, at %s',
    async moment => {
      const database = await startDatabase()
      onTestFinished(database.drop)
      let lost = false
      const path = await pathThrough(database.url, (sent, client) => {
        lost ||= sent.includes(moment)
        if (lost) client.resetAndDestroy()
        return lost
      })
      const said = await complaint({ DATABASE_URL: path })
      expect(said).toContain('Seriema lost its database while it started: the database cannot be reached')
      expect(said).toContain('See to it, then start again.')
    },
  )

  test('a PostgreSQL that is too old', async () => {
    const port = await listen(oldPostgres)
    const said = await complaint({ DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${port}/series` })
    expect(said).toContain(`(127.0.0.1:${port}/series) is PostgreSQL 13.4; Seriema needs 14 or newer.`)
  })
})

/** Says what PostgreSQL 13.4 says to a login and to any question: enough of its protocol to be asked its version. */
function oldPostgres(socket: Socket): void {
  const message = (type: string, ...parts: (string | Buffer)[]) => {
    const body = Buffer.concat(parts.map(part => Buffer.from(part)))
    const head = Buffer.alloc(5)
    head.write(type)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const ready = message('Z', 'I')
  const column = Buffer.from('version\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0', 'latin1')
  const answer = Buffer.concat([
    message('T', Buffer.from([0, 1]), column),
    message('D', Buffer.from([0, 1, 0, 0, 0, 6]), '130004'),
    message('C', 'SHOW\0'),
    ready,
  ])
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]))
    socket.on('data', chunk => chunk[0] === 0x51 && socket.write(answer))
  })
}
