/** What a bench found: a table for people, and one JSON object for machines. */
export interface BenchResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** How to read the table: the machine, the peer, what was missing. */
  readonly notes?: readonly string[]
  readonly json: Record<string, unknown>
}

/** One of the benches `pnpm bench NAME [--json] …` knows. */
export interface Bench {
  readonly name: string
  readonly summary: string
  run(args: readonly string[]): Promise<BenchResult>
}
