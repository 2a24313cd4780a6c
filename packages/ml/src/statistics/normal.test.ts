import { expect, test } from 'vitest'
import { normalQuantile } from './normal.ts'

test.each([
  [0.5, 0],
  [0.8, 0.8416212335729143],
  [0.975, 1.959963984540054],
  [0.9986501019683699, 3],
  [1e-10, -6.361340902404056],
  [1e-300, -37.0471],
])('the quantile at %d is %d', (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, z < -30 ? 3 : 9))
