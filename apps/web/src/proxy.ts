import { type NextRequest, NextResponse } from 'next/server'
import { endpointFor } from './graphql/endpoint.ts'

/**
 * The content security policy of a page. It lets the page reach itself and the API, whose address is only known at run
 * time, and run only the scripts that carry this response's nonce.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isText(request.nextUrl.pathname)) return NextResponse.rewrite(new URL('/not-text', request.url), { status: 404 })
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const scheme = request.headers.get('x-forwarded-proto') ?? 'http'
  const api = endpointFor(process.env.SERIEMA_API_URL, request.headers.get('host'), scheme)
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === 'development' ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Chart parts are placed by style attributes, which cannot carry a nonce.
    `style-src-attr 'unsafe-inline'`,
    `connect-src 'self' ${api.origin} ${new URL(api.webSocket).origin}`,
    `img-src 'self' data:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Whether a path can be decoded; the router fails on one that cannot. */
function isText(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

export const config = { matcher: ['/((?!_next/static|_next/image|icon.svg).*)'] }
