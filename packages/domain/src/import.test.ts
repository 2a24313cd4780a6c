import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImportPart, ImportState } from './import.ts'
import { addPart, defineImport, isOver, nextImportStates, noProgress, rejectionsShown, whatStays } from './import.ts'

const states = Object.keys(nextImportStates) as readonly ImportState[]

describe('an import', () => {
  it('is over where nothing more is read, and every state leads there but none back', () => {
    expect(states.filter(isOver)).toEqual(['completed', 'failed', 'cancelled', 'undone'])
    const reachable = (from: ImportState): ImportState[] =>
      nextImportStates[from].flatMap((next: ImportState) => [next, ...reachable(next)])
    for (const state of states) {
      expect(reachable(state)).not.toContain(state)
      if (!isOver(state)) expect(reachable(state)).toEqual(expect.arrayContaining(['failed', 'cancelled']))
    }
  })

  it('counts every row once, keeps the first rejections only, and names each series once', () => {
    const count = fc.nat(3_000)
    const part = fc
      .record({
        stored: count,
        duplicates: count,
        conflicts: count,
        anomalies: count,
        rejected: fc.nat(700),
        key: fc.nat(3),
      })
      .map(
        ({ rejected, key, ...counts }): ImportPart => ({
          ...counts,
          bytesRead: 0,
          rowsRead: counts.stored + counts.duplicates + rejected,
          rejections: Array.from({ length: rejected }, (_, line) => ({ line, code: 'INVALID_VALUE', message: '' })),
          seriesKeys: [`key_${key}`],
        }),
      )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), parts => {
        const all = parts.reduce(addPart, noProgress)
        expect(all.rowsRead).toBe(all.stored + all.duplicates + all.rejected)
        expect(all.rejections).toEqual(parts.flatMap(each => each.rejections).slice(0, rejectionsShown))
        expect(all.rejected).toBe(parts.reduce((sum, each) => sum + each.rejections.length, 0))
        expect(new Set(all.seriesKeys).size).toBe(all.seriesKeys.length)
      }),
    )
  })

  it('that ended early says what stays and that importing again is safe', () => {
    expect(whatStays({ rowsRead: 7, stored: 5 })).toMatch(/7 rows .* 5 points .* again is safe/)
  })

  it('is refused for a size that cannot be, in words, and keeps a name of bounded length', () => {
    const draft = { fileName: 'a'.repeat(300), key: 'plant' }
    expect(defineImport(draft, 100)).toEqual({ fileName: 'a'.repeat(255), key: 'plant', size: null })
    expect(defineImport({ ...draft, size: 100 }, 100).size).toBe(100)
    expect(() => defineImport({ ...draft, size: 101 }, 100)).toThrow(/at most 100 bytes/)
    expect(() => defineImport({ ...draft, size: -1 }, 100)).toThrow(/number of bytes/)
    expect(() => defineImport({ ...draft, key: 'no spaces' }, 100)).toThrow(/letters, digits or underscores/)
  })
})
