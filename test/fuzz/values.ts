import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql'
import type { Draw } from './random.ts'

/** What a fuzzer knows of the server: names and ids that exist, so that a request gets past the first check. */
export interface Known {
  readonly keys: readonly string[]
  readonly ids: string[]
  readonly cursors: string[]
}

/** Remembers ids and cursors of an answer, up to some of each. */
export function learn({ ids, cursors }: Known, answer: string): void {
  for (const [id] of answer.matchAll(/(?<="id":")[^"]+/g)) if (ids.length < 200) ids.push(id)
  for (const [cursor] of answer.matchAll(/(?<="(?:cursor|endCursor)":")[^"]+/g))
    if (cursors.length < 200) cursors.push(cursor)
}

const encoded = (text: string) => Buffer.from(text).toString('base64url')

const texts = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '\udfff lone',
  'ü'.repeat(200),
  "'; drop table series; --",
  '%_\\',
  '{"a":1}',
  '../../etc/passwd',
  '1e400',
  'NaN',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  '\u202e\u200b',
  'x'.repeat(3_000),
  'Europe/Berlin',
  'DD/MM/YYYY',
  't;v\n2026-01-01T00:00:00Z;1\n2026-01-02T00:00:00Z;2\n',
  'time,a,a,a\n1,2,3,4\n',
] as const

const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 63,
  1e15,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
  1e308,
  253_402_300_799_999,
  253_402_300_800_000,
  1_767_225_600_000,
] as const

const cursors = [
  encoded('[1e300,1]'),
  encoded('["a",1]'),
  encoded('[null,1]'),
  encoded('["\\u0000",1]'),
  encoded('[1,9007199254740993]'),
  encoded('[1,1e300]'),
  encoded('[1,9007199254740991]'),
  encoded('["a",9007199254740991]'),
  encoded('[-1e308,-1]'),
  encoded('event:1'),
  encoded('event:999999999999999'),
  encoded('event:9999999999999999999'),
  encoded('event:-1'),
  encoded('[]'),
  'not base64 !',
] as const

const ids = [
  ...['Series', 'Anomaly', 'Forecast', 'Import', 'Query', 'Channel'].flatMap(name =>
    ['1', '0', '-1', '2147483648', '9223372036854775808', '1e3', 'x', '', '00000000-0000-0000-0000-000000000000'].map(
      id => encoded(`${name}:${id}`),
    ),
  ),
  'made up',
  '\u0000',
]

/** A value of the type, or now and then one that is not. */
export function randomValue(type: GraphQLInputType, draw: Draw, known: Known, name = '', depth = 0): unknown {
  if (isNonNullType(type)) return draw.chance(0.01) ? null : randomValue(type.ofType, draw, known, name, depth)
  if (draw.chance(0.1)) return null
  if (isListType(type)) {
    const length = draw.chance(0.02) ? 300 : draw.whole(4)
    return Array.from({ length }, () => randomValue(type.ofType, draw, known, name, depth + 1))
  }
  if (isEnumType(type)) return draw.chance(0.02) ? 'NOT_ONE' : draw.one(type.getValues()).name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(field => isRequiredInputField(field) || draw.chance(0.5))
    return Object.fromEntries(
      fields.map(field => [field.name, randomValue(field.type, draw, known, field.name, depth + 1)]),
    )
  }
  return scalarOf(type.name, draw, known, name)
}

/** As it is, or with one character gone or another in its place. */
function nearly(text: string, draw: Draw): string {
  if (draw.chance(0.5)) return text
  const place = draw.whole(text.length)
  return `${text.slice(0, place)}${draw.one(['', 'A', '-', '%', '9'])}${text.slice(place + 1)}`
}

function scalarOf(type: string, draw: Draw, known: Known, name: string): unknown {
  const number = () => (draw.chance(0.5) ? draw.one(numbers) : draw.whole(1_000))
  const text = () => (draw.chance(0.7) ? draw.one(texts) : `t${draw.whole(100)}`)
  const instant = () => (draw.chance(0.5) ? 1_767_225_600_000 + 1_000 * draw.whole(10_000) : draw.one(numbers))
  const length = draw.whole(5)
  switch (type) {
    case 'Int':
      return draw.chance(0.9) ? Math.trunc(number()) : number()
    case 'Float':
      return number()
    case 'Boolean':
      return draw.chance(0.5)
    case 'ID':
      return draw.chance(0.4) && known.ids.length > 0 ? draw.one(known.ids) : draw.one(ids)
    case 'Cursor':
      return draw.chance(0.5) && known.cursors.length > 0 ? nearly(draw.one(known.cursors), draw) : draw.one(cursors)
    case 'DateTime':
      return draw.chance(0.5) ? new Date(1_767_225_600_000 + 1_000 * draw.whole(10_000)).toISOString() : text()
    case 'Instants':
      return Array.from({ length }, () => (draw.chance(0.8) ? instant() : text()))
    case 'Values':
      return Array.from({ length }, () => (draw.chance(0.8) ? number() : draw.one([null, text(), true, [], {}])))
    default:
      if ((name === 'key' || name === 'keys' || name === 'series') && draw.chance(0.7)) return draw.one(known.keys)
      if ((name === 'after' || name === 'before') && draw.chance(0.8)) return scalarOf('Cursor', draw, known, name)
      return text()
  }
}
