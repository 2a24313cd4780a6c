import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** True as soon as `condition` holds, false when it did not within `budget` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, budget: number): Promise<boolean> {
  const deadline = performance.now() + budget
  while (!(await condition())) {
    if (performance.now() > deadline) return false
    await pause(20)
  }
  return true
}

/** Whether a process of this pid runs, be it ours or not. One that has ended but that nobody has buried yet does not. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
