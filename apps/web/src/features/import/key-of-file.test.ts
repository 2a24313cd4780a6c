import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOfFile } from './key-of-file.ts'

test('any file name gives a valid key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), name => {
      expect(keyOfFile(name)).toMatch(/^[A-Za-z0-9_]{1,128}$/)
    }),
  )
})

test('a plain file name is kept', () => {
  expect(keyOfFile('ETTh1.csv')).toBe('ETTh1')
  expect(keyOfFile('vazão diária (2).tar.csv')).toBe('vazao_diaria_2_tar')
})
