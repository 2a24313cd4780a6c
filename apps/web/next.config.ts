import type { NextConfig } from 'next'

/** The content security policy depends on the request and is set in `src/proxy.ts`. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

/** Addresses that were given out before there was an overview lead to where their pages are now. */
const redirects: NonNullable<NextConfig['redirects']> = async () => [
  ...['q', 'sort'].map(key => ({
    source: '/',
    has: [{ type: 'query' as const, key }],
    destination: '/series',
    permanent: true,
  })),
  { source: '/imports', destination: '/data', permanent: true },
]

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `pnpm types` checks them, with the same compiler and settings.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/:path*', headers }],
  redirects,
}

export default config
