'use client'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'

const problems = ['expired', 'refused', 'role', 'unavailable'] as const
export type Problem = (typeof problems)[number] | 'key' | 'unreachable'

/** A word of the address that the API sent the browser to; null for what is none. */
export const problemNamed = (name: string | null): Problem | null => problems.find(known => known === name) ?? null

interface SignInProps {
  readonly oidc: boolean
  readonly problem?: Problem | null
  /** A path to go to once signed in; without one it is where one is. */
  readonly returnTo?: string
}

/** The ways to sign in: by the organisation's provider where there is one, and by an API key. */
export function SignIn({ oidc, problem: before = null, returnTo }: SignInProps) {
  const { access } = useApi()
  const [problem, setProblem] = useState<Problem | null>(before)
  const [busy, setBusy] = useState(false)

  const byProvider = () => {
    const { href, origin } = window.location
    window.location.assign(access.providerUrl(returnTo === undefined ? href : origin + returnTo))
  }
  const byKey = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = String(new FormData(event.currentTarget).get('key')).trim()
    setBusy(true)
    try {
      if (await access.signIn(key)) {
        if (returnTo === undefined) window.location.reload()
        else window.location.assign(returnTo)
        return
      }
      setProblem('key')
    } catch {
      setProblem('unreachable')
    }
    setBusy(false)
  }

  return (
    <section aria-labelledby="sign-in" className="mx-auto mt-10 max-w-sm rounded-lg border border-line bg-surface p-5">
      <h1 className="font-semibold text-base" id="sign-in">
        {t('signIn.title')}
      </h1>
      <p className="mt-1 mb-4 text-ink-soft text-xs">{t('signIn.text')}</p>
      {problem !== null && (
        <div className="mb-4">
          <Notice>{t(`signIn.problem.${problem}`)}</Notice>
        </div>
      )}
      {oidc && (
        <>
          <Button className="w-full" look="primary" onClick={byProvider}>
            {t('signIn.provider')}
          </Button>
          <p className="my-4 border-line border-t pt-4 text-ink-soft text-xs">{t('signIn.or')}</p>
        </>
      )}
      <form onSubmit={byKey}>
        <Field
          autoComplete="off"
          hint={t('signIn.keyHint')}
          label={t('signIn.key')}
          maxLength={256}
          name="key"
          required
          spellCheck={false}
          type="password"
        />
        <Button className="mt-3 w-full" disabled={busy} look={oidc ? 'plain' : 'primary'} type="submit">
          {t('signIn.byKey')}
        </Button>
      </form>
    </section>
  )
}
