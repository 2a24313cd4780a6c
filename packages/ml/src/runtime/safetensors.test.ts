import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSafetensors } from './safetensors.ts'
import { writeSafetensors } from './write-safetensors.ts'

const tensor = fc
  .array(fc.nat(4), { maxLength: 3 })
  .chain(shape => {
    const count = shape.reduce((product, length) => product * length, 1)
    return fc.tuple(fc.constant(shape), fc.array(fc.float({ noNaN: true }), { minLength: count, maxLength: count }))
  })
  .map(([shape, values]) => ({ shape, values: Float32Array.from(values) }))
const name = fc.string({ minLength: 1, maxLength: 12 }).filter(text => text !== '__metadata__' && text !== '__proto__')
const file = fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 })

const header = (entries: unknown, body: Uint8Array = new Uint8Array()) => {
  const text = typeof entries === 'string' ? entries : JSON.stringify(entries)
  const bytes = new Uint8Array(8 + text.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(new TextEncoder().encode(text), 8)
  bytes.set(body, 8 + text.length)
  return bytes
}

/** What it gives back, or the Fault it is refused with; anything else that is thrown fails the test. */
function outcome(bytes: Uint8Array) {
  try {
    return parseSafetensors(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    expect(error).toMatchObject({ code: 'INVALID_WEIGHTS' })
    return null
  }
}

test('what is written is read back: names, shapes, values, metadata', () => {
  fc.assert(
    fc.property(file, fc.dictionary(name, fc.string()), (tensors, metadata) => {
      const read = parseSafetensors(writeSafetensors(new Map(tensors), metadata))
      expect({ ...read.metadata }).toEqual({ ...metadata })
      expect([...read.tensors.keys()].sort()).toEqual(tensors.map(([key]) => key).sort())
      for (const [key, { shape, values }] of tensors) {
        expect(read.tensors.get(key)!.shape).toEqual(shape)
        expect(read.tensors.get(key)!.floats()).toEqual(values)
      }
    }),
  )
})

test('a file cut off anywhere is refused', () => {
  fc.assert(
    fc.property(file, fc.nat(), (tensors, at) => {
      const whole = writeSafetensors(
        new Map([...tensors, ['last', { shape: [1], values: Float32Array.of(1) }] as const]),
      )
      expect(outcome(whole.slice(0, at % whole.length))).toBeNull()
    }),
  )
})

test('no change of a byte, and no bytes at all, do more than a Fault', () => {
  fc.assert(
    fc.property(file, fc.nat(), fc.nat(255), (tensors, at, byte) => {
      const bytes = writeSafetensors(new Map(tensors))
      bytes[at % bytes.length] = byte
      outcome(bytes)?.tensors.forEach(read => {
        read.floats()
      })
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => void outcome(bytes)))
  fc.assert(fc.property(fc.json(), text => void outcome(header(text))))
})

test.each([
  ['a header longer than the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127)],
  ['a tensor larger than memory', header({ a: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] } })],
  ['a length that is not one', header({ a: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, new Uint8Array(4))],
  ['an unknown type', header({ a: { dtype: 'F8', shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1))],
  ['a type named as a method', header({ a: { dtype: 'toString', shape: [], data_offsets: [0, 0] } })],
  ['bytes of no tensor', header({}, new Uint8Array(4))],
  [
    'tensors that overlap',
    header(
      {
        a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
        b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] },
      },
      new Uint8Array(3),
    ),
  ],
])('%s is refused', (_, bytes) => {
  expect(outcome(bytes)).toBeNull()
})

test('every stored type is read as the numbers it holds', () => {
  const read = (dtype: string, shape: number[], body: ArrayBufferView<ArrayBuffer>) => {
    const bytes = new Uint8Array(body.buffer)
    const entry = { a: { dtype, shape, data_offsets: [0, bytes.length] } }
    return [...parseSafetensors(header(entry, bytes)).tensors.get('a')!.doubles()]
  }
  expect(read('F64', [2], Float64Array.of(0.1, -1e300))).toEqual([0.1, -1e300])
  expect(read('F32', [2], Float32Array.of(0.5, -2))).toEqual([0.5, -2])
  expect(read('F16', [2], Uint16Array.of(0x3c00, 0xc000))).toEqual([1, -2])
  expect(read('BF16', [3], Uint16Array.of(0x3f80, 0xc000, 0x4049))).toEqual([1, -2, 3.140625])
  expect(read('I64', [2], BigInt64Array.of(-3n, 2n ** 40n))).toEqual([-3, 2 ** 40])
  expect(read('BOOL', [2], Uint8Array.of(0, 1))).toEqual([0, 1])
})
