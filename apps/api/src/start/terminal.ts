import { styleText } from 'node:util'
import type { Step } from './serve.ts'

export interface Terminal {
  /** A line for each step with what came of it and how long it took; while it runs, a moving one where that works. */
  readonly step: Step
  line(text?: string): void
  /** The addresses, one a line. */
  addresses(rows: readonly (readonly [name: string, url: string])[]): void
  warn(text: string): void
}

type Style = Parameters<typeof styleText>[0]
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const nameWidth = 14
const detailWidth = 44

/** Colours only where `output` shows them: not in a pipe, not with NO_COLOR. */
export function createTerminal(output: NodeJS.WriteStream): Terminal {
  const moves = output.isTTY === true
  const paint = (style: Style, text: string) => styleText(style, text, { stream: output })
  const line = (text = '') => void output.write(`${text}\n`)
  const row = (mark: string, name: string, detail: string) => `  ${mark} ${name.padEnd(nameWidth)}${detail}`
  return {
    line,
    async step(name, work) {
      const began = performance.now()
      let frame = 0
      const draw = () => void output.write(`\r${row(paint('cyan', frames[frame++ % frames.length]!), name, '')}`)
      const spinning = moves ? setInterval(draw, 80) : undefined
      const clear = () => {
        clearInterval(spinning)
        if (moves) output.write('\r\u001b[2K')
      }
      try {
        const { result, detail } = await work()
        clear()
        const took = `${((performance.now() - began) / 1_000).toFixed(1)} s`
        line(row(paint('green', '✓'), name, `${detail.padEnd(detailWidth)} ${paint('dim', took.padStart(7))}`))
        return result
      } catch (error) {
        clear()
        line(row(paint('red', '✗'), name, ''))
        throw error
      }
    },
    addresses(rows) {
      line()
      for (const [name, url] of rows) line(`    ${name.padEnd(nameWidth)}${paint(['bold', 'cyan'], url)}`)
      line()
    },
    warn: text => line(`  ${paint(['bold', 'yellow'], '!')} ${paint('yellow', text)}`),
  }
}
