import { qualityRules } from '@seriema/domain/quality'
import type { Settings } from '@seriema/domain/setting'
import { latestQuality, type Quality, qualityHistory } from '../../store/quality.ts'
import { type Condition, sighting } from './contract.ts'
import { figure, span } from './limit.ts'

/** Points of a series are not as good as they should be. Each look at them is an observation. */
export const quality: Condition = {
  kind: 'quality',
  title: 'Poor quality',
  description: 'Points are missing, cannot be true, do not come, or stand out too often: a rule on quality fails.',
  settings: [
    {
      name: 'rule',
      title: 'Rule',
      description: 'Which rule must fail.',
      type: 'choice',
      choices: [
        { value: 'any', title: 'Any', description: 'Whichever fails.' },
        ...qualityRules.map(value => ({
          value,
          title: `${value[0]!.toUpperCase()}${value.slice(1)}`,
          description: `The rule on ${value}.`,
        })),
      ],
      usual: 'any',
    },
  ],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: [],
  see: async () => [],
  async survey(db, { settings }, series) {
    const found = await latestQuality(
      db,
      series.map(({ id }) => id),
    )
    return new Map([...found].map(([id, one]) => [id, seen(settings, one)]))
  },
  past: async (db, { settings }, series, stretch) =>
    (await qualityHistory(db, series.id, stretch)).map(one => seen(settings, one)),
  asks: ({ settings }) => (settings.rule === 'any' ? 'a rule on quality fails' : `the rule on ${settings.rule} fails`),
  tells: (_asked, { detail }) => `is of poor quality: ${detail}`,
}

function seen({ rule: wanted }: Settings, { at, results }: Quality) {
  const failed = results.filter(({ rule, passed }) => passed === false && (wanted === 'any' || wanted === rule))
  const told = failed.map(({ rule, figure: found, limit }) => {
    const shown = (value: number) => (rule === 'timeliness' ? span(value) : `${figure(100 * value, null)} %`)
    return `${rule} ${found === null ? 'unknown' : shown(found)}, limit ${shown(limit)}`
  })
  return sighting(at, failed.length > 0, { value: failed[0]?.figure ?? null, detail: told.join('; ') || null })
}
