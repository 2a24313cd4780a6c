'use client'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useKinds } from './use-kinds.tsx'

/** Every forecaster and detector there is, in words, and whether it can serve. */
export function KindsPanel() {
  const { forecasters, detectors } = useKinds()
  return (
    <div className="grid items-start gap-3 xl:grid-cols-2">
      <Panel title={t('system.forecasters')}>
        {forecasters === null && <div className="skeleton h-48" />}
        <ul className="grid gap-2.5">
          {forecasters?.map(each => (
            <li key={each.kind}>
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-medium">{each.title}</span>
                <span className="text-ink-faint text-xs">{each.tagline}</span>
                <span className="ml-auto">
                  <Badge tone={each.available ? 'good' : 'neutral'}>
                    {each.available ? t('system.available') : t('system.unavailable')}
                  </Badge>
                </span>
              </p>
              <p className="text-ink-soft text-xs">
                {each.description} {t('forecast.needs', { needs: each.needs })}
                {!each.available && each.detail !== null && ` ${each.detail}`}
              </p>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('system.detectors')}>
        {detectors === null && <div className="skeleton h-48" />}
        <ul className="grid gap-2.5">
          {detectors?.map(each => (
            <li key={each.kind}>
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-medium">{each.title}</span>
                <span className="text-ink-faint text-xs">{each.tagline}</span>
              </p>
              <p className="text-ink-soft text-xs">{each.description}</p>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
