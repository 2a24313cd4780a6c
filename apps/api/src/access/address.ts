import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** Where requests come from. What a header says of it counts where a proxy that is trusted has written it, and nowhere else. */
export interface Addresses {
  /** Of who asks: of the last hop that is no trusted proxy. Empty where the connection is gone already. */
  of(request: IncomingMessage): string
  /** Whether who asks reaches us, or the first trusted proxy in front of us, by TLS. */
  isSecure(request: IncomingMessage): boolean
  /** Whether this is the address of a trusted proxy, which stands for many. */
  isProxy(address: string): boolean
}

/** `trustedProxies`: addresses, and networks such as 10.0.0.0/8. */
export function createAddresses({ trustedProxies }: { readonly trustedProxies: readonly string[] }): Addresses {
  const trusted = networkList(trustedProxies)
  const none = trustedProxies.length === 0
  const isProxy = (address: string): boolean => !none && isIP(address) !== 0 && trusted.check(address, family(address))
  const peer = ({ socket }: IncomingMessage): string => plain(socket.remoteAddress ?? '')

  return {
    isProxy,
    of(request) {
      let address = peer(request)
      if (!isProxy(address)) return address
      // From the right: each trusted proxy has written who came to it, and what stands further left may be made up.
      for (const hop of listed(request.headers['x-forwarded-for']).reverse()) {
        const told = addressIn(hop)
        if (told === null) return address
        address = told
        if (!isProxy(address)) return address
      }
      return address
    },
    isSecure(request) {
      if ((request.socket as TLSSocket).encrypted === true) return true
      return isProxy(peer(request)) && listed(request.headers['x-forwarded-proto']).at(-1)?.toLowerCase() === 'https'
    },
  }
}

/** Addresses, and networks such as 10.0.0.0/8. */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const each of networks) {
    const [address, bits] = each.split('/') as [string, string | undefined]
    if (bits === undefined) list.addAddress(address, family(address))
    else list.addSubnet(address, Number(bits), family(address))
  }
  return list
}

export const family = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4')

const listed = (header: string | readonly string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')

/** An IPv4 address that came to a socket of both families is what it is. */
export const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').toLowerCase()

/** As proxies write them, some with a port; null for what is no address. */
function addressIn(hop: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop
  return isIP(bare) === 0 ? null : plain(bare)
}

/** What is counted as one: an IPv4 address, and of IPv6 the network of 64 bits that one subscriber has all of. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [before = '', after] = address.replace(/%.*$/, '').split('::')
  const words = (text: string) => text.split(':').filter(word => word !== '')
  const [left, right] = [words(before), words(after ?? '')]
  const zeros = after === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const all = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${all
    .slice(0, 4)
    .map(word => word.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`
}
