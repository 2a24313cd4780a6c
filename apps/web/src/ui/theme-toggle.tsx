'use client'
import { t } from '../messages/message.ts'
import { Icon } from './icon.tsx'
import { storedTheme, storeTheme } from './theme.ts'

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)').matches

/** Switches between light and dark; choosing what the system prefers goes back to following it. */
export function ThemeToggle() {
  const toggle = () => {
    const system = prefersDark() ? 'dark' : 'light'
    const now = storedTheme() === 'system' ? system : storedTheme()
    const next = now === 'dark' ? 'light' : 'dark'
    storeTheme(next === system ? 'system' : next)
  }
  return (
    <button
      aria-label={t('theme.toggle')}
      className="inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
      onClick={toggle}
      title={t('theme.toggle')}
      type="button"
    >
      <span className="theme-dark">
        <Icon name="sun" />
      </span>
      <span className="theme-light">
        <Icon name="moon" />
      </span>
    </button>
  )
}
