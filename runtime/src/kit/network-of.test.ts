import { describe, expect, it } from 'vitest'
import { networkOf } from './network-of.ts'

describe('the address by which a client is limited', () => {
  it('is its network where one customer has many addresses', () => {
    const addresses = [
      '2001:db8:1:2::',
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff:ffff:ffff:ffff',
      '2001:0db8:0001:0002:3:4:5:6',
    ]
    expect(new Set(addresses.map(networkOf))).toEqual(new Set(['2001:db8:1:2::/64']))
    expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  })

  it('is the address itself in IPv4, however it is written', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(networkOf('::ffff:cb00:7107')).toBe('203.0.113.7')
    expect(networkOf('64:ff9b::203.0.113.7')).toBe('203.0.113.7')
    expect(networkOf('::1')).toBe('::1')
    expect(networkOf('local')).toBe('local')
  })
})
