/** What must never be told: files, statements, frames of a stack, words of the driver. */
const internal =
  /node_modules|node:internal|file:\/\/|\.ts:\d|\bat \w+ \(|PostgresError|drizzle|invalid byte sequence|out of range for type|invalid input syntax|syntax error at or near|relation "|select .* from|violates|Cannot read prop|is not a function|ECONNRE|EPIPE/i

/** Milliseconds beyond which an answer hangs, however busy the machine. */
export const patience = 20_000

/** What is wrong with an answer to whatever was asked; null where nothing is. */
export function problemWith(text: string, took: number, status = 200): string | null {
  if (status >= 500) return `status ${status}`
  if (/"code":"INTERNAL"|Unexpected error/.test(text)) return 'a failure of ours'
  if (internal.test(text)) return 'tells what is within'
  return took > patience ? `took ${Math.round(took)} ms` : null
}

/** Lines of a server's log about what nobody foresaw. */
export const unforeseen = (output: string): readonly string[] =>
  output.split('\n').filter(line => /unexpectedly|unhandled|uncaught|MaxListenersExceeded/i.test(line))
