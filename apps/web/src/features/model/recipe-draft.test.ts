import { expect, test } from 'vitest'
import { draftOfRecipe, plainRecipe, readRecipe } from './recipe-draft.ts'

test('a recipe comes back from its form as it went in', () => {
  const recipe = {
    resample: { unit: 'WEEK', count: 2, by: 'SUM', weekStart: 7, timeZone: 'Europe/Berlin' },
    fill: 'ZERO',
    cut: 12.5,
    scale: 'ROBUST',
    categories: ['product', 'region'],
  } as const
  expect(readRecipe(draftOfRecipe({ ...recipe, categories: [...recipe.categories] }))).toEqual(recipe)
})

test('a form left alone asks for the plain recipe, on the own step of the series', () => {
  expect(readRecipe(plainRecipe)).toEqual({
    resample: null,
    fill: 'LINEAR',
    cut: null,
    scale: 'STANDARD',
    categories: [],
  })
})
