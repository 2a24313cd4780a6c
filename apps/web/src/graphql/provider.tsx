'use client'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { Provider } from 'urql'
import { type Api, createApi } from './client.ts'
import type { Endpoint } from './endpoint.ts'

const ApiContext = createContext<Api | null>(null)

export function ApiProvider({ endpoint, children }: { endpoint: Endpoint; children: ReactNode }) {
  const [api] = useState(() => createApi(endpoint))
  useEffect(() => followNetwork(api), [api])
  return (
    <ApiContext value={api}>
      <Provider value={api.client}>{children}</Provider>
    </ApiContext>
  )
}

export function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('useApi is called outside ApiProvider')
  return api
}

function followNetwork({ connection }: Api): () => void {
  const lost = () => connection.wentOffline()
  const back = () => connection.networkReturned()
  window.addEventListener('offline', lost)
  window.addEventListener('online', back)
  return () => {
    window.removeEventListener('offline', lost)
    window.removeEventListener('online', back)
  }
}
