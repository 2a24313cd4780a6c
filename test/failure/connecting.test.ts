import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { connect, migrate } from '@seriema/api/store/database'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { pathThrough } from '../path-through.ts'

/** What a server says when it ends a connection: FATAL, with a code. */
const fatal = (code: string) => response('FATAL', code)
/** What it says when a statement alone fails, and that it waits for the next. */
const failed = (code: string) => Buffer.concat([response('ERROR', code), Buffer.from('Z\0\0\0\x05I', 'latin1')])

function response(severity: string, code: string): Buffer {
  const body = `S${severity}\0V${severity}\0C${code}\0Msaid by a test\0\0`
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, Buffer.from(body)])
}

/** How a connection can end while the driver asks, on its own, for the types of arrays. */
const endings: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['is closed', socket => socket.end()],
  ['is reset', socket => socket.resetAndDestroy()],
  ['is ended by an administrator', socket => socket.end(fatal('57P01'))],
  ['is told that the database starts up', socket => socket.end(fatal('57P03'))],
  ['has no memory for it', socket => socket.write(failed('53200'))],
  ['takes too long over it', socket => socket.write(failed('57014'))],
]

/** A way to the database on which the first `count` connections end like this once they ask for the types of arrays. */
function troubled(database: string, count: number, ending: (client: Socket) => void): Promise<string> {
  let left = count
  return pathThrough(database, (sent, client) => {
    if (left === 0 || !sent.includes('typarray')) return false
    left--
    ending(client)
    return true
  })
}

const shortOf = { max: 2 }

test.each(endings)('a connection that %s before it is usable fails nobody but who waits for it', async (_, ending) => {
  const loose: unknown[] = []
  const note = (reason: unknown) => void loose.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const database = await startDatabase()
  onTestFinished(database.drop)
  const { sql, close } = connect(await troubled(database.url, 6, ending), shortOf)
  onTestFinished(() => close(0))
  const arrays = async () => (await sql<{ all: number[] }[]>`select ${sql.array([1, 2, 3])}::int[] as all`)[0]!.all
  const asked = await Promise.allSettled(Array.from({ length: 12 }, arrays))
  // Whoever was given a connection was given one that knows its arrays.
  for (const one of asked) if (one.status === 'fulfilled') expect(one.value).toEqual([1, 2, 3])
  expect(asked.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect(await arrays()).toEqual([1, 2, 3])
  expect(loose).toEqual([])
})

test.each(endings)('migrations whose connection %s end, in success or in an error', async (_, ending) => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const opened = connect(await troubled(database.url, 2, ending), shortOf)
  onTestFinished(() => opened.close(0))
  const outcome = () =>
    migrate(opened).then(
      () => 'migrated',
      () => 'failed',
    )
  for (let attempt = 0; attempt < 5 && (await outcome()) === 'failed'; attempt++);
  expect(await outcome()).toBe('migrated')
})

test('a server that hangs up on everybody is told to who asks, and not asked without end', async () => {
  const proxy = createServer(socket => socket.end()).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const { port } = proxy.address() as { port: number }
  const { sql, close } = connect(`postgres://nobody@127.0.0.1:${port}/none`, shortOf)
  onTestFinished(() => close(0))
  await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
})
