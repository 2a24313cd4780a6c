import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { openScript } from '../features/access/until-known.ts'
import { UploadsProvider } from '../features/import/uploads.tsx'
import { Shell } from '../features/system/shell.tsx'
import { KindsProvider } from '../features/system/use-kinds.tsx'
import { endpointFor } from '../graphql/endpoint.ts'
import { ApiProvider } from '../graphql/provider.tsx'
import { locale, t } from '../messages/message.ts'
import { earlyScript } from '../ui/early-input.ts'
import { themeScript } from '../ui/theme.ts'
import './styles.css'

export const metadata: Metadata = {
  title: { default: t('shell.title'), template: `%s · ${t('shell.title')}` },
  description: t('shell.description'),
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#141a19' },
  ],
}

export default async function Layout({ children }: { children: ReactNode }) {
  const request = await headers()
  const scheme = request.get('x-forwarded-proto') ?? 'http'
  const endpoint = endpointFor(process.env.SERIEMA_API_URL, request.get('host'), scheme)
  return (
    <html lang={locale} suppressHydrationWarning>
      <head>
        <script
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which runs before the first paint
          dangerouslySetInnerHTML={{ __html: `${themeScript};${openScript};${earlyScript}` }}
          nonce={request.get('x-nonce') ?? undefined}
          suppressHydrationWarning
        />
      </head>
      <body className="bg-ground">
        <ApiProvider endpoint={endpoint}>
          <KindsProvider>
            <UploadsProvider>
              <Shell>{children}</Shell>
            </UploadsProvider>
          </KindsProvider>
        </ApiProvider>
      </body>
    </html>
  )
}
