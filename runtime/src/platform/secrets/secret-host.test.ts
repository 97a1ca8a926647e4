import { describe, expect, it } from 'vitest'
import { secretHostOf } from './secret-host.ts'

describe('secretHostOf', () => {
  it.each([
    ['https://API.example.com/orders', 'api.example.com:443'],
    ['http://api.example.com/orders', 'api.example.com:80'],
    ['https://api.example.com:8443', 'api.example.com:8443'],
    [' https://api.example.com/x/$id?q={{name}} ', 'api.example.com:443'],
    ['https://user@evil.example/', 'evil.example:443'],
    ['https://good.example@evil.example/', 'evil.example:443'],
    ['https://evil.example\\@good.example/', 'evil.example:443'],
    ['https:evil.example', 'evil.example:443'],
    ['https:/evil.example', 'evil.example:443'],
    ['ht\ntps://evil.example', 'evil.example:443'],
    ['https://good.example\t.evil.example/$x', 'good.example.evil.example:443'],
    ['http://127.1/', '127.0.0.1:80'],
  ])('reads %j', (text, host) => {
    expect(secretHostOf(text)).toEqual({ text: host, isFixed: true })
  })

  it.each([
    'https://$host/x',
    'https://api.$region.example/x',
    '$ApiUrl/orders',
    'https://api.example.com$path',
    '{{url}}',
    'x',
    '',
  ])('takes %j whole, because nothing fixed says where it leads', (text) => {
    expect(secretHostOf(text)).toEqual({ text, isFixed: false })
  })
})
