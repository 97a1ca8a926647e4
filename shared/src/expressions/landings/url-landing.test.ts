// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json/json.ts'
import { compileTemplate } from '../template.ts'

const scope: JsonObject = {
  base: 'https://api.example.com/v2',
  whole: 'https://api.example.com/v2?a=b#c',
  host: 'localhost:8080',
  container: 'my_service:8080',
  scheme: 'http',
  port: 8443,
  tenant: 'acme',
  id: 'a/b?c#d e%2e\\é',
  slash: '/',
  empty: '',
  dot: '.',
  dots: '..',
  n: 7,
  list: ['x y', 'z&'],
}

const encodedId = 'a%2Fb%3Fc%23d%20e%252e%5C%C3%A9'

function render(text: string) {
  return compileTemplate(text, 'url').render(scope).value
}

describe('addresses', () => {
  it.each([
    ['https://x.test/a/$id/b', `https://x.test/a/${encodedId}/b`],
    ['https://x.test/$id.', `https://x.test/${encodedId}.`],
    ['https://x.test?q=$id&r=$empty', `https://x.test?q=${encodedId}&r=`],
    ['https://x.test/#$id', `https://x.test/#${encodedId}`],
    ['https://x.test/?$filter=id eq $n&$top=$n', 'https://x.test/?$filter=id eq 7&$top=7'],
    ['$base/items/$id', `https://api.example.com/v2/items/${encodedId}`],
    ['  $base/items', '  https://api.example.com/v2/items'],
    ['$whole', 'https://api.example.com/v2?a=b#c'],
    ['$base?q=$dots', 'https://api.example.com/v2?q=..'],
    ['https://$host/x/$n', 'https://localhost:8080/x/7'],
    ['http://$container/$n', 'http://my_service:8080/7'],
    ['https://${tenant}.x.test:$port/$n', 'https://acme.x.test:8443/7'],
    ['https://eu-${tenant}-1.x.test/', 'https://eu-acme-1.x.test/'],
    ['$scheme://$host/$id', `http://localhost:8080/${encodedId}`],
    ['https://x.test/a{{#n}}?q={{.}}{{/n}}', 'https://x.test/a?q=7'],
    ['https://x.test/a?x=1{{#list}}&q={{.}}{{/list}}', 'https://x.test/a?x=1&q=x%20y&q=z%26'],
    ['/relative/$n', '/relative/7'],
  ])('%s', (text, expected) => {
    expect(render(text)).toBe(expected)
  })

  it.each([
    'https://x.test/$empty',
    'https://x.test/$foo/b',
    'https://x.test/a/$dot',
    'https://x.test/a/$dots/b',
    'https://x.test/a/.$dot',
    'https://x.test/a/$dot$dot',
    'https://x.test/a/.$empty/b',
    'https://x.test/a/{{#list}}$empty{{/list}}.',
    'https://x.test\\$dots',
    'https://x.test/a{{#empty}}?{{/empty}}/$dots',
    '/$dots',
    '$empty/a',
    '$foo/a',
    'https://$empty.x.test/',
    'https://${empty}.x.test/',
    'https://$id/',
    'https://$whole/',
    'https://x.test:$tenant/',
  ])('fails the step where a value would change the address: %s', (text) => {
    const template = compileTemplate(text, 'url')
    expect(template.problems).toEqual([])
    expect(() => template.render(scope)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })

  it('says which value it was', () => {
    expect(() => render('https://x.test/$dots')).toThrow('The value of dots is ".."')
    expect(() => render('https://x.test/$EXTCALL_2.id')).toThrow('The value of EXTCALL_2.id is empty')
  })

  it.each([
    ['https://x.test$id', '"/"'],
    ['https://x.$tenant', '"/"'],
    ['https://x.test$id?a=b', '"/"'],
    ['https://x.test{{#id}}$n{{/id}}/', '"/"'],
    ['$base$id', '"/"'],
    ['$base.$id/', '"/"'],
    ['https:$id', 'scheme and host'],
    ['http$n://x.test', 'scheme and host'],
    ['https://$tenant@x.test/', 'authentication'],
    ['https://user:$port@x.test/', 'authentication'],
    ['https://x.test/%$n', '%25'],
    ['https://x.test/%2$n', '%25'],
    ['https://x.test/?a=%$n', '%25'],
    ['{{#n}}https://x.test{{/n}}/$id', 'section'],
    ['https://x.test{{#n}}/a{{/n}}/$id', 'section'],
    ['https://x.test/{{#n}}%{{/n}}$id', 'section'],
  ])('refuses %s', (text, part) => {
    expect(compileTemplate(text, 'url').problems[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining(part),
    })
  })
})
