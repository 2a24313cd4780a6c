import type { Settings } from '@seriema/domain/setting'
import { readVitals, type Vitals } from '../../store/vitals.ts'
import { type Condition, sighting } from './contract.ts'
import { span } from './limit.ts'

const minute = 60_000

const checks = {
  worker: {
    title: 'No worker',
    description: 'A training has waited for a worker for so many minutes.',
    unit: 'min',
    usual: 5,
    measured: ({ oldestWaiting }: Vitals) => oldestWaiting / minute,
    tells: (measured: number) => `a training has waited for a worker for ${span(measured * minute)}`,
  },
  queue: {
    title: 'Long queue',
    description: 'So many trainings wait.',
    unit: 'trainings',
    usual: 100,
    measured: ({ waiting }: Vitals) => waiting,
    tells: (measured: number) => `${measured} trainings wait`,
  },
  database: {
    title: 'Slow database',
    description: 'A smallest query took so many milliseconds.',
    unit: 'ms',
    usual: 1_000,
    measured: ({ latency }: Vitals) => latency,
    tells: (measured: number) => `a smallest query took ${Math.round(measured)} ms`,
  },
  connections: {
    title: 'Connections of the database',
    description: 'So many hundredths of the connections that the database takes are in use.',
    unit: '%',
    usual: 90,
    measured: ({ connections }: Vitals) => 100 * connections,
    tells: (measured: number) => `${Math.round(measured)} % of the connections of the database are in use`,
  },
} as const

type Check = keyof typeof checks

const checkOf = ({ what }: Settings) => checks[what as Check]
const limitOf = (settings: Settings): number => Number(settings.limit ?? checkOf(settings).usual)

/** How the system itself is, looked up now and then. */
export const system: Condition = {
  kind: 'system',
  title: 'System health',
  description: 'Something that Seriema stands on is not as it should be. A database that is away can tell nobody.',
  settings: [
    {
      name: 'what',
      title: 'What',
      description: 'What is looked at.',
      type: 'choice',
      choices: Object.entries(checks).map(([value, { title, description }]) => ({ value, title, description })),
      usual: 'worker',
    },
    {
      name: 'limit',
      title: 'From',
      description: 'From which figure on it holds; where nothing is said, 5 min, 100 trainings, 1,000 ms or 90 %.',
      type: 'number',
      least: 0,
      most: 1e9,
      whole: false,
      unit: null,
      usual: null,
    },
  ],
  ofChannels: false,
  ofSystem: true,
  recoveryCount: 3,
  wakes: [],
  see: async () => [],
  past: null,
  async look(db, settings, now) {
    const measured = checkOf(settings).measured(await readVitals(db, now))
    return sighting(now, measured >= limitOf(settings), { value: measured })
  },
  asks: settings => {
    const check = checkOf(settings.settings)
    return `${check.title.toLowerCase()}, from ${limitOf(settings.settings)} ${check.unit} on`
  },
  tells: ({ settings }, { value }) => checkOf(settings).tells(value ?? 0),
}
