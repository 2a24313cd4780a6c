import { codeOf } from '../telemetry/code.ts'
import { collectsSpans, openSpan } from '../telemetry/span.ts'

/** What the driver keeps of a statement, beside what it promises. */
interface Statement extends Promise<unknown> {
  executed: boolean
  handle(): Promise<void>
}

type Speak = (...parts: unknown[]) => unknown

/** The same connections, on which each statement of a trace is a span: its text, and none of its values. */
export function traced<T extends object>(sql: T): T {
  if (!collectsSpans()) return sql
  return new Proxy(sql, {
    apply(target, self, parts: unknown[]) {
      const [first] = parts
      const made = Reflect.apply(target as never, self, parts)
      return Array.isArray(first) && 'raw' in first ? watched(made, first.join('?')) : made
    },
    get(target, name) {
      const value = Reflect.get(target, name)
      if (name !== 'unsafe') return value
      return (...parts: unknown[]) => watched((value as Speak)(...parts), String(parts[0]))
    },
  })
}

const textAtMost = 1_000

/** A part of a statement is made as one is, and never sent: the span begins when it is. */
function watched(made: unknown, text: string): unknown {
  const statement = made as Statement
  const send = statement.handle
  statement.handle = () => {
    if (statement.executed) return send.call(statement)
    const query = text.replaceAll(/\s+/g, ' ').trim()
    const attributes = { 'db.system.name': 'postgresql', 'db.query.text': query.slice(0, textAtMost) }
    const open = openSpan(query.split(' ', 1)[0]!.toLowerCase(), { kind: 'client', attributes })
    const sent = send.call(statement)
    if (open !== null)
      Promise.prototype.then.call(
        statement,
        () => open.end(null),
        error => open.end(codeOf(error)),
      )
    return sent
  }
  return statement
}
