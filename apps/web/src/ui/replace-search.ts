/**
 * Puts `params` into the address without a navigation or an entry in the history; leaves it alone when it has them. By the
 * browser's own function: the router's takes any change for a navigation, and gives up the one that is under way.
 */
export function replaceSearch(params: URLSearchParams): void {
  const search = params.size > 0 ? `?${params}` : ''
  if (search === window.location.search) return
  const { history, location } = window
  History.prototype.replaceState.call(history, history.state, '', search || location.pathname)
}
