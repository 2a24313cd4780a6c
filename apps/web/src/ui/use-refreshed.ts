import { useEffect } from 'react'

/**
 * Reads at once, and again every so many milliseconds while the page is looked at. `abandoned` tells a read that is back
 * whether anybody still waits for it; `read` has to stay the same function between renders, and is begun anew when not.
 */
export function useRefreshed(read: (abandoned: () => boolean) => Promise<void>, every: number): void {
  useEffect(() => {
    let abandoned = false
    const load = () => {
      if (document.visibilityState !== 'hidden') void read(() => abandoned)
    }
    load()
    const timer = setInterval(load, every)
    return () => {
      abandoned = true
      clearInterval(timer)
    }
  }, [read, every])
}
