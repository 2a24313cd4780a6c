import Link from 'next/link'
import type { Scope } from '../../graphql/model.ts'
import { addressOfVersion } from './addresses.ts'

/** The name of a version, leading to what it learnt from. */
export const VersionLink = ({ scope, name }: { scope: Scope; name: string }) => (
  <Link
    className="font-semibold text-accent tabular-nums underline"
    href={addressOfVersion(scope, name)}
    prefetch={false}
  >
    {name}
  </Link>
)
