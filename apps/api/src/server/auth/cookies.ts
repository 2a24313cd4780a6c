/** The name of the cookie that a browser holds while it is at the provider. */
export const pendingCookie = (secure: boolean): string => (secure ? '__Host-seriema-sign-in' : 'seriema-sign-in')

/**
 * A cookie that no script reads and no other site's page sends along, but for following a link, for so many milliseconds.
 * The path is `/` for `__Host-` allows none other.
 */
export const cookie = (name: string, value: string, secure: boolean, lasts: number): string =>
  `${name}=${value}; Path=/; Max-Age=${Math.floor(lasts / 1_000)}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

export const clearCookie = (name: string, secure: boolean): string => cookie(name, '', secure, 0)
