import type { GraphQLSchema } from 'graphql'
import { WebSocket } from 'ws'
import { operationOf, subscriptionOf } from './operations.ts'
import type { Draw } from './random.ts'
import { type Known, learn } from './values.ts'
import { patience, problemWith } from './verdict.ts'

/** Codes a server may close a socket with for what a client did; 1006: the connection just went. */
const blameless = new Set([1000, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 4400, 4401, 4406, 4408, 4409, 4429])

/** What is no message of graphql-transport-ws, or none that a client may send. */
const malformed: readonly (string | Buffer)[] = [
  '',
  'null',
  '[]',
  '"subscribe"',
  '{',
  '{"type":"subscribe"}',
  '{"type":"next","id":"1","payload":{}}',
  '{"type":"connection_ack"}',
  '{"type":"__proto__"}',
  '{"id":1,"type":"subscribe","payload":{"query":"{ __typename }"}}',
  '{"id":"","type":"subscribe","payload":{"query":"{ __typename }"}}',
  '{"id":"n","type":"subscribe","payload":null}',
  '{"id":"n","type":"subscribe","payload":{"query":1}}',
  '{"id":"n","type":"subscribe","payload":{"query":"{ __typename }","variables":[1]}}',
  '{"id":"n","type":"subscribe","payload":{"query":"{ __typename }","variables":"x","extensions":3}}',
  '{"id":"__proto__","type":"subscribe","payload":{"query":"{ __typename }"}}',
  '{"id":"\\ud800","type":"subscribe","payload":{"query":"{ __typename }"}}',
  `{"id":"${'i'.repeat(100_000)}","type":"subscribe","payload":{"query":"{ __typename }"}}`,
  `{"type":"ping","payload":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  Buffer.from([0xff, 0x00, 0x80]),
  Buffer.from('{"type":"ping"}'),
]

export interface Conversation {
  /** What was wrong, with what was said before; empty where nothing was. */
  readonly problems: readonly string[]
}

/** One socket from its first message to its end: mostly what a client would say, in an order that none would. */
export async function converse(wsUrl: string, schema: GraphQLSchema, draw: Draw, known: Known): Promise<Conversation> {
  const problems: string[] = []
  const said: string[] = []
  const waiting = new Map<string, { readonly since: number; readonly answered: () => void }>()
  const socket = new WebSocket(wsUrl, draw.chance(0.95) ? 'graphql-transport-ws' : draw.one(['graphql-ws', 'x']))
  const blame = (what: string) =>
    problems.push(`${what}\nsaid: ${said.slice(-4).join('\n      ').slice(0, 2_000) || 'nothing'}`)
  let leaving = false
  const ended = new Promise<void>(resolve => {
    socket.on('error', () => {})
    socket.on('close', (code, reason) => {
      if (!leaving && !blameless.has(code)) blame(`closed with ${code} ${reason}`)
      for (const { answered } of waiting.values()) answered()
      waiting.clear()
      resolve()
    })
  })
  const acknowledged = Promise.withResolvers<void>()
  socket.on('message', data => {
    const text = String(data)
    learn(known, text)
    const { id, type } = JSON.parse(text) as { id?: string; type: string }
    if (type === 'connection_ack') acknowledged.resolve()
    const asked = id === undefined ? undefined : waiting.get(id)
    const problem = problemWith(text, asked === undefined ? 0 : performance.now() - asked.since)
    if (problem !== null) blame(`${problem}: ${text.slice(0, 600)}`)
    if (id !== undefined) waiting.delete(id)
    asked?.answered()
  })
  const say = (message: string | Buffer | object) => {
    const sent = typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)
    said.push(String(sent).slice(0, 1_200))
    if (socket.readyState === socket.OPEN) socket.send(sent)
  }
  /** Resolves once it is answered, or the socket has closed; whoever hears of changes from now on is told nothing at first. */
  const ask = (id: string, query: string, variables: object = {}): Promise<void> => {
    if (socket.readyState !== socket.OPEN || waiting.has(id)) return Promise.resolve()
    const quiet = query.includes('statusChanged') && query.startsWith('subscription')
    say({ id, type: 'subscribe', payload: { query, variables } })
    if (quiet) return Promise.resolve()
    return new Promise(answered => waiting.set(id, { since: performance.now(), answered }))
  }
  /** Whoever gives up is owed no answer. */
  const giveUp = (id: string) => {
    say({ id, type: 'complete' })
    waiting.get(id)?.answered()
    waiting.delete(id)
  }
  await Promise.race([new Promise(resolve => socket.once('open', resolve)), ended])
  if (draw.chance(0.95)) {
    say({ type: 'connection_init', ...(draw.chance(0.2) && { payload: draw.one([{}, { a: 1 }, null, []]) }) })
    if (draw.chance(0.9)) await Promise.race([acknowledged.promise, ended])
  }
  const asked: Promise<void>[] = []
  const answered = () =>
    answeredOr(Promise.all(asked), () => {
      if (waiting.size > 0) blame(`no answer to ${[...waiting.keys()].slice(0, 5)} of ${waiting.size}`)
      socket.terminate()
    })
  for (let step = draw.whole(10) + 2; step > 0 && socket.readyState === socket.OPEN; step--) {
    const id = draw.chance(0.95) ? `q${step}` : 'q1'
    const kind = draw.real()
    if (kind < 0.6) {
      const make = draw.chance(0.7) ? subscriptionOf : operationOf
      const { query, variables } = make(schema, draw, known)
      asked.push(ask(id, query, variables))
    } else if (kind < 0.65) {
      for (let i = 0; i < 120; i++) asked.push(ask(`f${step}_${i}`, 'subscription { pointsAdded { cursor } }'))
    } else if (kind < 0.8) giveUp(draw.one(['q1', 'q2', 'q3', 'never']))
    else if (kind < 0.88) say({ type: draw.one(['ping', 'pong']), ...(draw.chance(0.5) && { payload: { a: 'b' } }) })
    else if (kind < 0.91) say({ type: 'connection_init' })
    else if (kind < 0.95) say(draw.one(malformed))
    if (draw.chance(0.5)) await answered()
  }
  await answered()
  leaving = true
  if (draw.chance(0.4)) socket.terminate()
  else socket.close(draw.one([1000, 1001, 4000]))
  await ended
  return { problems }
}

async function answeredOr(answered: Promise<unknown>, otherwise: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(() => {
      otherwise()
      resolve()
    }, patience)
  })
  await Promise.race([answered, late])
  clearTimeout(timer)
}
