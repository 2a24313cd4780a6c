import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program in another language that answers one line with one line of JSON. */
export interface Peer {
  readonly hello: Record<string, unknown>
  ask(line: string): Promise<unknown>
  close(): void
}

/** Starts a peer script with `python`; null, with the reason on standard error, where its libraries are missing. */
export async function startPeer(python: string, script: string, args: readonly string[]): Promise<Peer | null> {
  const child = spawn(python, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const noise: string[] = []
  child.stderr.on('data', chunk => noise.push(String(chunk)))
  child.on('error', error => noise.push(error.message))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    return done ? undefined : JSON.parse(value)
  }
  const hello = await next()
  if (hello === undefined) {
    console.error(noise.join('').trim().split('\n').at(-1))
    return null
  }
  return {
    hello: hello as Record<string, unknown>,
    async ask(line) {
      child.stdin.write(`${line}\n`)
      const answer = await next()
      if (answer === undefined) throw new Error(`the peer stopped: ${noise.join('').slice(-500)}`)
      return answer
    },
    close: () => void child.kill(),
  }
}
