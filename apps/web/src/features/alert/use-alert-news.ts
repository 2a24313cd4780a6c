'use client'
import { useEffect, useRef } from 'react'
import { alertChanged } from '../../graphql/alert.ts'
import { useStream } from '../../graphql/stream.ts'

/** Milliseconds between two calls, at least: a storm of alerts is read in one. */
const rest = 500

/** Calls when alerts begin, come on or end, those of `number` alone where one is named. */
export function useAlertNews(onNews: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const call = useRef(onNews)
  call.current = onNews
  useEffect(() => () => clearTimeout(timer.current), [])
  useStream(alertChanged, {}, ({ alertChanged: { alerts } }) => {
    if (alerts.length === 0) return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      call.current()
    }, rest)
  })
}
