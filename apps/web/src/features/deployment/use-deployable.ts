'use client'
import {
  type DeployableVersion,
  type DeploymentRole,
  deployableVersions,
  type SpeakerFields,
} from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { useKinds } from '../system/use-kinds.tsx'

/** Who can be deployed in a role; versions are null until they are known. */
export interface Deployable {
  readonly versions: readonly DeployableVersion[] | null
  /** Of the group whose choices count for a series. */
  readonly groupVersions: readonly DeployableVersion[]
  readonly kinds: readonly { readonly kind: SpeakerFields['kind']; readonly title: string }[]
  readonly error: string | null
}

export function useDeployable(scope: Scope, role: DeploymentRole, group: string | null): Deployable {
  const ofGroup = group !== null
  const { data, error } = useRead(deployableVersions, { scope, group: ofGroup ? { group } : null, ofGroup, role })
  const { forecasters, detectors } = useKinds()
  const known =
    role === 'WATCH'
      ? (detectors ?? [])
      : [{ kind: 'AUTO' as const, title: t('forecast.automatic') }, ...(forecasters ?? []).filter(it => it.available)]
  return {
    versions: data?.own.edges.map(({ node }) => node) ?? null,
    groupVersions: data?.ofGroup?.edges.map(({ node }) => node) ?? [],
    kinds: known.map(({ kind, title }) => ({ kind, title })),
    error,
  }
}
