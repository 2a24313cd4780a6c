/** What a browser keeps and sends along, as far as a sign-in needs it: cookies by path, for one host. */
export interface Jar {
  readonly cookies: Map<string, { value: string; path: string; attributes: string }>
  fetch(url: string, init?: RequestInit): Promise<Response>
  /** Follows redirects from `url` until there is a page, or one leads out of `within`: then that answer. */
  walk(
    url: string,
    within: readonly string[],
    init?: RequestInit,
  ): Promise<{ readonly response: Response; readonly url: string }>
}

export function createJar(): Jar {
  const cookies: Jar['cookies'] = new Map()

  const keep = (header: string) => {
    const [pair, ...attributes] = header.split(';').map(part => part.trim())
    const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)]
    const path = attributes.find(one => /^path=/i.test(one))?.slice(5) ?? '/'
    const gone = attributes.some(
      one => /^max-age=0$/i.test(one) || (/^expires=/i.test(one) && Date.parse(one.slice(8)) < Date.now()),
    )
    if (gone) cookies.delete(name)
    else cookies.set(name, { value, path, attributes: attributes.join('; ') })
  }

  const jar: Jar = {
    cookies,
    async fetch(url, init = {}) {
      const { pathname } = new URL(url)
      const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path))
      const headers = new Headers(init.headers)
      if (sent.length > 0) headers.set('cookie', sent.map(([name, { value }]) => `${name}=${value}`).join('; '))
      const response = await fetch(url, { ...init, headers, redirect: 'manual' })
      for (const header of response.headers.getSetCookie()) keep(header)
      return response
    },
    async walk(url, within, init) {
      let [at, response] = [url, await jar.fetch(url, init)]
      for (
        let location = response.headers.get('location');
        location !== null;
        location = response.headers.get('location')
      ) {
        const next = new URL(location, at)
        if (!within.includes(next.origin)) break
        at = next.href
        response = await jar.fetch(at)
      }
      return { response, url: at }
    },
  }
  return jar
}
