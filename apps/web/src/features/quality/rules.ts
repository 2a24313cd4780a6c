import type { QualityRule } from '../../graphql/quality.ts'

/** What points are asked, in the order it is shown. */
export const rules = ['COMPLETENESS', 'CONSISTENCY', 'TIMELINESS', 'OUTLIERS'] as const satisfies readonly QualityRule[]

/** The rule of a name in an address; null where it is none. */
export const ruleNamed = (name: string | null): QualityRule | null =>
  rules.find(rule => rule.toLowerCase() === name) ?? null
