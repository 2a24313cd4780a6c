import { expect, test } from 'vitest'
import type { LabelFields } from '../../graphql/label.ts'
import { labelOf, nothingSaid, withChange } from './said.ts'

const label = (id: string, verdict: LabelFields['verdict'], anomaly: string | null): LabelFields => ({
  id,
  verdict,
  note: null,
  missed: anomaly === null,
  from: '',
  to: '',
  channel: null,
  anomaly: anomaly === null ? null : { id: anomaly },
})
const read = { id: 'a', label: { id: 'l', verdict: 'TRUE' as const, note: null } }

test('what was read of an anomaly stands until something else is said or it is taken back', () => {
  expect(labelOf(nothingSaid, read)).toBe(read.label)
  const changed = withChange(nothingSaid, 'l', label('l', 'FALSE', 'a'))
  expect(labelOf(changed, read)?.verdict).toBe('FALSE')
  const back = withChange(changed, 'l', null)
  expect(labelOf(back, read)).toBeNull()
  expect(labelOf(withChange(back, 'l2', label('l2', 'UNSURE', 'a')), read)?.verdict).toBe('UNSURE')
})

test('a label of a span, or of another anomaly, is none of this one', () => {
  const said = withChange(withChange(nothingSaid, 's', label('s', 'TRUE', null)), 'm', label('m', 'FALSE', 'b'))
  expect(labelOf(said, { id: 'a', label: null })).toBeNull()
})
