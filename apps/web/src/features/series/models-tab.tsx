'use client'
import { memo } from 'react'
import { RolePanels } from '../deployment/role-panels.tsx'
import { ModelsList } from '../model/models-list.tsx'

/** Who speaks for a series, and its models. */
export const ModelsTab = memo(function ModelsTab({ seriesKey }: { seriesKey: string }) {
  const scope = { series: seriesKey }
  return (
    <RolePanels scope={scope}>
      <ModelsList scope={scope} />
    </RolePanels>
  )
})
