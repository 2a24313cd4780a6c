import { type RolloutLimits, defaultRolloutLimits as usual } from '@seriema/domain/rollout'
import { builder } from '../builder.ts'

const words = {
  automatic: 'Whether it is promoted and rolled back by itself',
  steps: 'Shares of a canary, ascending, each above 0 and at most 1; after the last it becomes active',
  hold: 'Milliseconds that each share, or a shadow, is held at least, up to 30 days',
  fewestPoints: 'Points compared before it is promoted, or rolled back for anything but a breakdown',
  leastAgreement: 'Least share of points on which it says the same as who is active',
  mostExtraFlags: 'Most points that it flags and who is active does not, as a share of all',
  mostFalse: 'Most of its flags that people call false, as a share of those they labelled',
  mostFailures: 'Most of its calls that fail or run out of time, as a share',
  mostLatency: 'Most milliseconds that a call takes, at the 95th percentile, up to 60,000',
  mostError: 'Most that its forecasts are off on average, as a multiple of those of who is active, up to 1,000',
} as const satisfies Record<keyof RolloutLimits, string>

const or = (name: keyof RolloutLimits) => `${words[name]} [${JSON.stringify(usual[name]).replaceAll(',', ', ')}].`

export const RolloutLimitsType = builder.objectRef<RolloutLimits>('RolloutLimits').implement({
  description: 'What a shadow or canary must keep within.',
  fields: t => ({
    automatic: t.exposeBoolean('automatic', { description: `${words.automatic}.` }),
    steps: t.exposeFloatList('steps', { description: `${words.steps}.` }),
    hold: t.exposeFloat('hold', { description: `${words.hold}.` }),
    fewestPoints: t.exposeInt('fewestPoints', { description: `${words.fewestPoints}.` }),
    leastAgreement: t.exposeFloat('leastAgreement', { description: `${words.leastAgreement}.` }),
    mostExtraFlags: t.exposeFloat('mostExtraFlags', { description: `${words.mostExtraFlags}.` }),
    mostFalse: t.exposeFloat('mostFalse', { description: `${words.mostFalse}.` }),
    mostFailures: t.exposeFloat('mostFailures', { description: `${words.mostFailures}.` }),
    mostLatency: t.exposeFloat('mostLatency', { description: `${words.mostLatency}.` }),
    mostError: t.exposeFloat('mostError', { description: `${words.mostError}.` }),
  }),
})

export const RolloutLimitsInput = builder.inputType('RolloutLimitsInput', {
  description: 'Changes to what a shadow or canary must keep within: what is left out stays as it is.',
  fields: t => ({
    automatic: t.boolean({ description: or('automatic') }),
    steps: t.floatList({ description: or('steps') }),
    hold: t.float({ description: or('hold') }),
    fewestPoints: t.int({ description: or('fewestPoints') }),
    leastAgreement: t.float({ description: or('leastAgreement') }),
    mostExtraFlags: t.float({ description: or('mostExtraFlags') }),
    mostFalse: t.float({ description: or('mostFalse') }),
    mostFailures: t.float({ description: or('mostFailures') }),
    mostLatency: t.float({ description: or('mostLatency') }),
    mostError: t.float({ description: or('mostError') }),
  }),
})
