import { Fault } from '@seriema/domain/fault'

/** The role under which callers who do not reach all series read, made with its policies by `drizzle/0016_reach.sql`. */
export const limitedRole = 'seriema_limited'

export const limitedRoleMissing = (why: string): Fault =>
  new Fault(
    'LIMITED_ROLE_MISSING',
    `${why}, without which nobody can be let see some series and not others: as a superuser run CREATE ROLE ${limitedRole} NOLOGIN; GRANT ${limitedRole} TO the user of DATABASE_URL; and start Seriema again. Roles for all series need none of it`,
  )
