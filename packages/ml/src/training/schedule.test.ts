import { expect, test } from 'vitest'
import { noPlateau, onPlateau } from './progress.ts'
import { cosineDecay, oneCycle, steady, warmStableDecay } from './schedule.ts'

const near = (got: number | undefined, want: number) => expect(Math.abs(got! - want)).toBeLessThan(1e-9)

test('one cycle is PyTorch’s OneCycleLR(max_lr=0.1, total_steps=10)', () => {
  const rates = [0.004, 0.052, 0.1, 0.095048463201, 0.081174565395, 0.061126202194, 0.038874197806]
  const momenta = [0.95, 0.9, 0.85, 0.854951556605, 0.868825509907, 0.888873953302, 0.911126046698]
  const schedule = oneCycle(0.1, 10)
  rates.forEach((rate, i) => {
    near(schedule(i + 1).rate, rate)
    near(schedule(i + 1).momentum, momenta[i]!)
  })
  near(schedule(10).rate, 4e-7)
  near(schedule(10).momentum, 0.95)
  expect(schedule(11)).toEqual(schedule(10))
})

test('cosine decay goes from its rate to its last, and stays', () => {
  const schedule = cosineDecay(1, 11, 0.1)
  near(schedule(1).rate, 1)
  near(schedule(6).rate, 0.55)
  near(schedule(11).rate, 0.1)
  near(schedule(99).rate, 0.1)
  expect(steady(0.3)(7)).toEqual({ rate: 0.3 })
})

test('a run that is made longer while its rate is level goes on as if it had been meant to be that long', () => {
  const [short, long] = [
    warmStableDecay(1, 100, { warm: 10, decay: 0.3 }),
    warmStableDecay(1, 200, { warm: 10, decay: 0.3 }),
  ]
  near(short(5).rate, 0.5)
  for (let step = 1; step <= 70; step++) expect(short(step)).toEqual(long(step))
  near(short(86).rate, 0.5)
  near(short(100).rate, 1 / 30)
  expect(short(101)).toEqual({ rate: 0 })
})

test('the rate is halved after `patience` losses that are no better, and not before', () => {
  const factors: number[] = []
  let state = noPlateau
  for (const loss of [5, 4, 4, 4, 4, 3, 3, 3, 3]) {
    state = onPlateau(state, loss, { patience: 2 })
    factors.push(state.factor)
  }
  expect(factors).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25])
})
