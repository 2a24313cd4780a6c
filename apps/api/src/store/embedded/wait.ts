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

/** Whether some process has this pid, be it ours or not. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
