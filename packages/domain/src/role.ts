/** A series is forecast and watched: in each role somebody speaks. */
export const roles = ['forecast', 'watch'] as const
export type Role = (typeof roles)[number]

/**
 * What a model is for and a deployment holds for: one series, or every series of a group, by their numbers in the store.
 * Versions are counted in each.
 */
export type Scope = { readonly seriesId: number } | { readonly groupId: number }
