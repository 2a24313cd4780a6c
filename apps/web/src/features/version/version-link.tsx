import Link from 'next/link'
import type { Scope } from '../../graphql/model.ts'
import { pageOfVersion } from './addresses.ts'

/** The name of a version, leading to what it learnt from where that can be shown. */
export function VersionLink({ scope, name }: { scope: Scope; name: string }) {
  const page = pageOfVersion(scope, name)
  if (page === null) return <span className="font-semibold tabular-nums">{name}</span>
  return (
    <Link className="font-semibold text-accent tabular-nums underline" href={page} prefetch={false}>
      {name}
    </Link>
  )
}
