import type { Endpoint } from './endpoint.ts'

export type AccessRole = 'writer' | 'viewer' | 'trainer' | 'admin'

/** Series by what their key is like, a star standing for any letters (null: any key), and attributes they have. */
export interface SeriesRule {
  readonly key: string | null
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

/** A role, for all series (null) or for those that fit one of the rules. */
export interface Grant {
  readonly role: AccessRole
  readonly only: readonly SeriesRule[] | null
}

export interface Me {
  readonly name: string
  readonly kind: 'key' | 'token' | 'session'
  readonly grants: readonly Grant[]
}

/**
 * Who uses this page. `unknown`: the API has not said yet, or is away; `open`: nobody is asked who they are. `remembered`: it
 * was so when this browser was used last, and the API has not said anything else yet.
 */
export type AccessStatus =
  | { readonly state: 'unknown' }
  | { readonly state: 'open'; readonly remembered?: true }
  | { readonly state: 'out'; readonly oidc: boolean }
  | { readonly state: 'in'; readonly me: Me; readonly remembered?: true }

/** What the API answers to `GET /auth/me`. */
interface Said {
  readonly access: 'on' | 'off'
  readonly signIn: { readonly oidc: boolean }
  readonly me: Me | null
}

export interface Access {
  readonly status: () => AccessStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Asks who uses this page; where the API is away, what was known stays. */
  readonly ask: () => Promise<void>
  /** Something was refused since nobody, or nobody any more, is signed in. */
  readonly refused: () => void
  /** Signs in with an API key; false where the API does not take it. Throws where the API does not answer. */
  readonly signIn: (key: string) => Promise<boolean>
  /** Where to go to sign out elsewhere, too; null: it is done. */
  readonly signOut: () => Promise<string | null>
  /** Where a browser is sent to the provider, to come back to this address. */
  readonly providerUrl: (returnTo: string) => string
}

/** Where a browser keeps who used it last, under the version of its shape. Nothing secret is in it. */
export const storageKey = 'who.1'

type Remembered = Extract<AccessStatus, { readonly remembered?: true }>

/** Who used this browser last: what they may do is offered at once, until the API says who it is now. */
function remembered(): AccessStatus {
  try {
    const text = localStorage.getItem(storageKey)
    return text === null ? { state: 'unknown' } : { ...(JSON.parse(text) as Remembered), remembered: true }
  } catch {
    return { state: 'unknown' }
  }
}

function remember(status: AccessStatus): void {
  try {
    document.documentElement.toggleAttribute('data-open', status.state === 'open')
    if (status.state === 'out') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, JSON.stringify(status))
  } catch {
    // Where nothing may be kept it is asked for each time.
  }
}

const json = { 'content-type': 'application/json' }

export function createAccess({ origin }: Pick<Endpoint, 'origin'>): Access {
  const listeners = new Set<() => void>()
  let status: AccessStatus = remembered()
  let asking: Promise<void> | null = null

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/auth/${path}`, { credentials: 'include', ...init })
  const post = (path: string, body: object) => call(path, { method: 'POST', headers: json, body: JSON.stringify(body) })

  const read = async () => {
    try {
      const { access, signIn, me } = (await (await call('me')).json()) as Said
      if (access === 'off') status = { state: 'open' }
      else status = me === null ? { state: 'out', oidc: signIn.oidc } : { state: 'in', me }
    } catch {
      return
    }
    remember(status)
    for (const listener of listeners) listener()
  }
  const ask = async () => {
    asking ??= read().finally(() => {
      asking = null
    })
    await asking
  }

  return {
    status: () => status,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ask,
    refused() {
      if (status.state !== 'out') void ask()
    },
    signIn: async key => (await post('key', { key })).ok,
    async signOut() {
      const { goTo } = (await (await post('sign-out', {})).json()) as { readonly goTo: string | null }
      return goTo
    },
    providerUrl: returnTo => `${origin}/auth/sign-in?${new URLSearchParams({ return: returnTo })}`,
  }
}
