import { describe, expect, it } from 'vitest'
import { createAllowList } from './allow-list.ts'
import { readIpAddress } from './ip-address.ts'

function allows(entries: readonly string[], text: string, port: number): boolean {
  const address = readIpAddress(text)
  const list = createAllowList(entries)
  return address === undefined ? list.allowsHost(text, port) : list.allowsAddress(address, port)
}

describe('createAllowList', () => {
  it.each([
    ['crm.internal', 'crm.internal', 443],
    ['CRM.Internal', 'crm.internal', 80],
    ['crm.internal:8080', 'crm.internal', 8080],
    ['127.0.0.1', '127.0.0.1', 9999],
    ['127.0.0.1:3000', '127.0.0.1', 3000],
    ['10.1.0.0/16', '10.1.255.255', 80],
    ['10.1.0.0/16', '::ffff:10.1.2.3', 80],
    ['::1', '::1', 80],
    ['[::1]:8080', '::1', 8080],
    ['fd12::/16', 'fd12:3456::1', 443],
    [' 127.0.0.1 ', '127.0.0.1', 1],
  ])('%j opens %s on port %i', (entry, target, port) => {
    expect(allows([entry], target, port)).toBe(true)
  })

  it.each([
    ['crm.internal', 'evil.crm.internal', 443],
    ['crm.internal:8080', 'crm.internal', 8081],
    ['127.0.0.1:3000', '127.0.0.1', 3001],
    ['10.1.0.0/16', '10.2.0.1', 80],
    ['[::1]:8080', '::1', 80],
    ['crm.internal', '10.0.0.1', 80],
  ])('%j does not open %s on port %i', (entry, target, port) => {
    expect(allows([entry], target, port)).toBe(false)
  })

  it.each([
    'http://crm.internal',
    'crm.internal/path',
    '10.0.0.0/33',
    '10.0.0/8',
    '::ffff:10.0.0.0/104',
    'a b',
    '',
    'x:99999',
    'u@h',
  ])('refuses the entry %j and names it', (entry) => {
    expect(() => createAllowList([entry])).toThrow(`PATCHBAY_EGRESS_ALLOW: "${entry}"`)
  })
})
