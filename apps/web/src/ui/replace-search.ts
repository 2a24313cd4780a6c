/** Puts `params` into the address without a navigation or an entry in the history; leaves it alone when it has them. */
export function replaceSearch(params: URLSearchParams): void {
  const search = params.size > 0 ? `?${params}` : ''
  if (search === window.location.search) return
  window.history.replaceState(null, '', search || window.location.pathname)
}
