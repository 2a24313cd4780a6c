import { family, networkList } from '../../access/address.ts'

/**
 * Networks that only this machine or its neighbours reach, and those that stand for others: whoever may name a receiver must
 * not speak to them through us. By IANA's registries of special-purpose addresses.
 */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...[
    '::/96',
    '::ffff:0:0:0/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
  ],
  ...['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]

/** An IPv4 address written as IPv6 is what it is. */
function plain(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(bare) ?? []
  if (high === undefined) return bare.replace(/^::ffff:(?=\d+\.)/, '')
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low!, 16)]
  return [left >> 8, left & 255, right >> 8, right & 255].join('.')
}

/** Whether an address is not to be spoken to: `allowed` are networks that may be nevertheless. */
export function createRefusal(allowed: readonly string[]): (address: string) => boolean {
  const [refused, open] = [networkList(special), networkList(allowed)]
  return address => {
    const bare = plain(address)
    return refused.check(bare, family(bare)) && !open.check(bare, family(bare))
  }
}
