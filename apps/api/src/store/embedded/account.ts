import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '@seriema/domain/fault'

/** Who the database runs as; empty for whoever we are. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/**
 * Who `folder` belongs to, or will. PostgreSQL refuses to run as root: root runs it as the user `postgres`, made where
 * the system has none. Throws UNAVAILABLE where the folder is somebody else's.
 */
export function databaseUser(folder: string): Account {
  const us = process.getuid?.()
  if (us === undefined) return {}
  const owner = statSync(folder, { throwIfNoEntry: false })
  if (us === 0) {
    if (owner === undefined || owner.uid === 0) return findUser() ?? makeUser()
    return { uid: owner.uid, gid: owner.gid }
  }
  if (owner === undefined || owner.uid === us) return {}
  throw new Fault(
    'UNAVAILABLE',
    `${folder} belongs to another user (${owner.uid}), who started Seriema here before. Start it as that user, or set SERIEMA_DATA to another folder.`,
  )
}

function findUser(): Account | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

function makeUser(): Account {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  } catch {
    // What it says is of no use to who reads this: what to do is below.
  }
  const made = findUser()
  if (made !== null) return made
  throw new Fault(
    'UNAVAILABLE',
    'PostgreSQL does not run as root, and a user named postgres could not be made. Run Seriema as another user, make that user, or set DATABASE_URL.',
  )
}

/** Throws UNAVAILABLE naming the first folder on the way to one of `paths` that `user` may not enter. */
export function requireAccess(user: Account, paths: readonly string[]): void {
  if (user.uid === undefined) return
  for (const path of paths) {
    const shut = ancestors(path).find(folder => !mayEnter(folder, user))
    if (shut === undefined) continue
    throw new Fault(
      'UNAVAILABLE',
      `PostgreSQL does not run as root, and the user postgres may not enter ${shut}, on the way to ${path}. Run Seriema as an ordinary user, from a folder that everybody may enter (chmod o+x ${shut}), or set ${path.includes('node_modules') ? 'DATABASE_URL' : 'SERIEMA_DATA or DATABASE_URL'}.`,
    )
  }
}

function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...ancestors(parent), ...(statSync(path).isDirectory() ? [path] : [])]
}

function mayEnter(folder: string, user: Account): boolean {
  const { mode, uid, gid } = statSync(folder)
  const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & execute) !== 0
}
