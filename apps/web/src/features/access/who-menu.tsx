'use client'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useAccess } from './use-access.ts'

/** Who is signed in, what they may do, and the way out; nothing where nobody is asked. */
export function WhoMenu() {
  const { access } = useApi()
  const status = useAccess()
  if (status.state !== 'in') return null
  const { name, grants } = status.me
  const signOut = async () => {
    const goTo = await access.signOut().catch(() => null)
    window.location.assign(goTo ?? '/')
  }
  return (
    <>
      <button
        className="h-8 max-w-40 truncate rounded-md px-2 font-medium text-ink-soft text-xs hover:bg-sunken hover:text-ink"
        popoverTarget="who"
        title={t('who.title')}
        type="button"
      >
        {name}
      </button>
      <section
        aria-label={t('who.title')}
        className="fixed inset-auto top-12 right-3 w-64 rounded-lg border border-line bg-surface p-3.5 text-ink text-xs shadow-lg"
        id="who"
        popover="auto"
      >
        <p className="wrap-anywhere font-semibold">{name}</p>
        <ul className="mt-1 mb-3 text-ink-soft">
          {grants.map(({ role, only }) => (
            <li key={`${role} ${JSON.stringify(only)}`}>
              {t(`who.role.${role}`)} {only !== null && t('who.some')}
            </li>
          ))}
        </ul>
        <Button className="w-full" onClick={signOut}>
          {t('who.signOut')}
        </Button>
      </section>
    </>
  )
}
