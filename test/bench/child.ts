import { fork } from 'node:child_process'

/** A script of its own process: what it sends last, before it ends, is the answer. */
export function runChild<T>(script: URL, job: unknown, heard: (message: unknown) => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let answer: unknown
    child.on('message', message => {
      answer = message
      heard(message)
    })
    child.on('error', reject)
    child.on('exit', code => {
      if (code === 0) resolve(answer as T)
      else reject(new Error(`${script.pathname} ended with ${code}`))
    })
    child.send(job as object)
  })
}
