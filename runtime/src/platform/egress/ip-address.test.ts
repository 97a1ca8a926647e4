import { describe, expect, it } from 'vitest'
import { forbiddenMeaning } from './forbidden-ranges.ts'
import { readIpAddress } from './ip-address.ts'

function meaningOf(text: string): string | undefined {
  const address = readIpAddress(text)
  return address === undefined ? 'not an address' : forbiddenMeaning(address)
}

describe('readIpAddress', () => {
  it.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:a00:1', '10.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:1', '127.0.0.1'],
    ['[::ffff:127.0.0.1]', '127.0.0.1'],
    ['64:ff9b::169.254.169.254', '169.254.169.254'],
    ['64:ff9b::a9fe:a9fe', '169.254.169.254'],
  ])('reads the IPv4 address that %s leads to', (text, address) => {
    expect(readIpAddress(text)).toMatchObject({ family: 4, text: address })
  })

  it.each(['example.com', '', '1.2.3', '127.1', '256.1.1.1', ':::1', 'fe80'])(
    'does not take %j for an address',
    (text) => {
      expect(readIpAddress(text)).toBeUndefined()
    },
  )

  it('reads a long IPv6 address and drops its zone', () => {
    expect(readIpAddress('2606:4700:0:0:0:0:0:1111')?.text).toBe('2606:4700:0:0:0:0:0:1111')
    expect(readIpAddress('fe80::1%eth0')?.groups[7]).toBe(1)
  })
})

describe('forbiddenMeaning', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:192.168.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:2::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
  ])('refuses %s', (text) => {
    expect(meaningOf(text)).toBeTypeOf('string')
  })

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.255',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2001:4860:4860::8888',
    '2606:4700:4700::1111',
    '2a00:1450:4001::1',
  ])('lets %s through', (text) => {
    expect(meaningOf(text)).toBeUndefined()
  })

  it('says what an address is', () => {
    expect(meaningOf('169.254.169.254')).toBe('the metadata service of a cloud')
    expect(meaningOf('10.1.2.3')).toBe('private')
  })
})
