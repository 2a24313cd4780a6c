import type { Bench } from './contract.ts'
import { table } from './table.ts'

/** Loaded on demand: a bench may need what another machine lacks. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  ingest: async () => (await import('./ingest.ts')).ingest,
  import: async () => (await import('./import.ts')).importBench,
  access: async () => (await import('./access.ts')).access,
  read: async () => (await import('./read.ts')).read,
  live: async () => (await import('./live.ts')).live,
  forecast: async () => (await import('./forecast.ts')).forecast,
  train: async () => (await import('./train.ts')).train,
  fit: async () => (await import('./fit.ts')).fitBench,
  'fine-tune': async () => (await import('./fine-tune.ts')).fineTuneBench,
  'zero-shot': async () => (await import('./zero-shot.ts')).zeroShot,
  nab: async () => (await import('./nab.ts')).nab,
  'false-alarms': async () => (await import('./false-alarms.ts')).falseAlarms,
  'first-forecast': async () => (await import('./first-forecast.ts')).firstForecast,
  coverage: async () => (await import('./coverage.ts')).coverage,
  memory: async () => (await import('./memory.ts')).memory,
  serve: async () => (await import('./serve.ts')).serve,
  group: async () => (await import('./group.ts')).groupBench,
  rules: async () => (await import('./rules.ts')).rules,
}

const [name = '', ...args] = process.argv.slice(2)
const load = benches[name]
if (load === undefined) {
  console.error(`usage: pnpm bench NAME [--json] [options]\n\nNAME is one of: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const bench = await load()
console.log(`${bench.name}: ${bench.summary}\n`)
const result = await bench.run(args.filter(arg => arg !== '--json'))
console.log(table(result.columns, result.rows))
for (const note of result.notes ?? []) console.log(`- ${note}`)
if (args.includes('--json')) console.log(JSON.stringify({ bench: bench.name, ...result.json }))
process.exit(0)
