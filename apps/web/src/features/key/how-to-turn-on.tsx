import { t } from '../../messages/message.ts'

/** Where nobody is asked who they are, a key protects nothing: what it takes to change that. */
export const HowToTurnOn = () => (
  <section aria-label={t('keys.offTitle')} className="mb-3 rounded-lg border border-warn/60 bg-surface p-3.5 text-xs">
    <h2 className="font-semibold">{t('keys.offTitle')}</h2>
    <p className="mt-1 max-w-3xl text-ink-soft">{t('keys.offText')}</p>
    <ol className="mt-2 grid max-w-3xl list-decimal gap-1 pl-4">
      <li>{t('keys.offKey')}</li>
      <li>
        {t('keys.offSet')} <code className="rounded-sm bg-sunken px-1 font-mono">SERIEMA_ACCESS=on</code>
      </li>
      <li>
        {t('keys.offMore')} <code className="font-mono">docs/security.md</code>
      </li>
    </ol>
  </section>
)
