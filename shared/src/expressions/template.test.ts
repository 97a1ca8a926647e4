// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json/json.ts'
import { parseJson } from '../json/json-text.ts'
import type { Place } from './place.ts'
import { compileTemplate } from './template.ts'

const scope: JsonObject = {
  ANI: '+13055550100',
  temp: 84,
  winds: '14 mph',
  empty: '',
  nothing: null,
  yes: true,
  no: false,
  zero: 0,
  tiny: 1e-7,
  huge: 1.5e21,
  big: 12345678901234567890n,
  list: ['a', 'b'],
  rows: [{ name: 'Ann', age: 3 }, { name: 'Bo' }, 'text'],
  contact: { first_name: 'Ada', 'last name': 'L', tags: [{ id: 7 }] },
  'order-no': 'A-1',
  'b c': 'spaced',
  EXTCALL_2: { statusCode: 200, body: { items: [{ price: 9.5 }] } },
  DateTime: { currentTimeText: '1200' },
  name: 'outer',
}

function render(text: string, place: Place = 'text') {
  return compileTemplate(text, place).render(scope)
}

describe('dollar tokens', () => {
  it.each([
    ["It's $temp F with $winds winds.", "It's 84 F with 14 mph winds."],
    ['$temp', '84'],
    ['$temp.', '84.'],
    ['$temp. Enjoy', '84. Enjoy'],
    ['$temp...', '84...'],
    ['$winds, $winds!', '14 mph, 14 mph!'],
    ['$temp度', '84度'],
    ['$temp-$temp', '84-84'],
    ['$EXTCALL_2.statusCode', '200'],
    ['$EXTCALL_2.body.items[0].price', '9.5'],
    ['$list[1]$list[0]', 'ba'],
    ['$list[x]', '["a","b"][x]'],
    ['$contact.tags[0].id.', '7.'],
    ['$DateTime.currentTimeText $DateTime.CurrentTimeText', '1200 1200'],
    ['${order-no} ${b c} ${ temp }', 'A-1 spaced 84'],
    ['${contact["last name"]} ${contact.tags[0].id} ${contact[\'first_name\']}', 'L 7 Ada'],
    ['${temp}F', '84F'],
    ['$tiny and $huge', '0.0000001 and 1500000000000000000000'],
    ['$(temp) $(contact.first_name) $(order-no)', '84 Ada A-1'],
  ])('%s', (text, expected) => {
    expect(render(text)).toEqual({ value: expected, missing: [] })
  })
})

describe('the size of a text', () => {
  const quotes = '"'.repeat(450_000)
  const items = Array.from({ length: 100_000 }, () => 'x')

  it.each<[string, Place]>([
    ['"$v"'.repeat(300), 'json'],
    ['$v'.repeat(30), 'text'],
    [
      '{{#items}}0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890{{/items}}',
      'text',
    ],
    ['{{#items}}{{.}}{{/items}}'.repeat(100), 'xml'],
    ['{{#items}}{{/items}}'.repeat(100), 'text'],
    ['{{#list}}{{#items}}{{/items}}{{/list}}', 'text'],
  ])('is bounded (%#)', (text, place) => {
    const list = Array.from({ length: 1_000 }, () => ({ items }))
    const { render } = compileTemplate(text, place)
    expect(() => render({ v: quotes, items, list })).toThrow(expect.objectContaining({ code: 'VALUE_TOO_LARGE' }))
  })

  it('may be as large as a reply', () => {
    const { value } = compileTemplate('$v', 'text').render({ v: 'x'.repeat(5 * 1024 * 1024) })
    expect(value).toHaveLength(5 * 1024 * 1024)
  })

  it('tells each of many variables without a value once, in a time that grows with their number', () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `$n${index}`)
    const { missing } = compileTemplate([...names, ...names].join(' '), 'text').render({})
    expect(missing).toHaveLength(60_000)
  })
})

describe('literal dollar signs and braces', () => {
  it.each([
    ['$5 and 5$', '$5 and 5$'],
    ['$', '$'],
    ['a $ b', 'a $ b'],
    ['$$', '$'],
    ['$$temp', '$temp'],
    ['$$$temp', '$84'],
    ['$$$$', '$$'],
    ['$${x}', '${x}'],
    ['US$$100', 'US$100'],
    ['\\{{temp}}', '{{temp}}'],
    ['\\{{#a}}', '{{#a}}'],
    ['\\\\{{temp}}', '\\\\84'],
    ['\\\\\\{{temp}}', '\\\\{{temp}}'],
    ['a } b }} c', 'a } b }} c'],
    ['{ "a": { "b": 1 } }', '{ "a": { "b": 1 } }'],
    ['"quotes" and \'quotes\' stay', '"quotes" and \'quotes\' stay'],
  ])('%s', (text, expected) => {
    expect(render(text)).toEqual({ value: expected, missing: [] })
  })
})

describe('mustache', () => {
  it.each([
    ['{{temp}}{{ winds }}', '8414 mph'],
    ['{{{winds}}}{{& winds}}{{&winds}}', '14 mph14 mph14 mph'],
    ['{{contact.first_name}} {{contact.tags[0].id}} {{order-no}} {{b c}}', 'Ada 7 A-1 spaced'],
    ['{{list.0}}', 'a'],
    ['a{{! a comment }}b', 'ab'],
    ['{{#yes}}shown{{/yes}}{{#no}}hidden{{/no}}{{^no}}inverted{{/no}}{{^yes}}hidden{{/yes}}', 'showninverted'],
    ['{{#empty}}x{{/empty}}{{#zero}}x{{/zero}}{{#nothing}}x{{/nothing}}{{#unknown}}x{{/unknown}}', ''],
    ['{{^empty}}a{{/empty}}{{^zero}}b{{/zero}}{{^nothing}}c{{/nothing}}{{^unknown}}d{{/unknown}}', 'abcd'],
    ['{{#list}}{{.}},{{/list}}', 'a,b,'],
    ['{{#contact}}{{first_name}} {{last name}}{{/contact}}', 'Ada L'],
    ['{{#contact.tags}}{{id}}{{/contact.tags}}', '7'],
    ['{{#winds}}wind {{winds}} {{.}}{{/winds}}', 'wind 14 mph 14 mph'],
    ['{{#big}}{{.}}{{/big}}', '12345678901234567890'],
    ['{{#list}}$temp {{/list}}', '84 84 '],
    ['{{#contact}}$winds ${order-no} $(temp){{/contact}}', '14 mph A-1 84'],
    ['{{#contact}}{{#tags}}{{id}}{{/tags}}{{^tags}}none{{/tags}}{{/contact}}', '7'],
    ['Hi\n{{#list}}\n- {{.}}\n{{/list}}\nBye', 'Hi\n- a\n- b\nBye'],
    ['Hi\r\n  {{#no}}\r\nx\r\n  {{/no}}\r\nBye', 'Hi\r\nBye'],
  ])('%s', (text, expected) => {
    expect(render(text)).toEqual({ value: expected, missing: [] })
  })

  it('does not look outside the item of a section', () => {
    expect(render('{{#contact}}{{name}}{{temp}}{{/contact}}')).toEqual({ value: '', missing: ['name', 'temp'] })
    expect(render('{{#rows}}{{name}}/{{age}}/{{temp}};{{/rows}}')).toEqual({
      value: 'Ann/3/;Bo//;//;',
      missing: ['temp', 'age', 'name'],
    })
  })

  it.each([
    ['Hello {{name', 6, 8],
    ['{{{name}} x', 0, 3],
    ['{{a {{temp}}', 0, 2],
    ['x {{#list}} y', 2, 11],
    ['{{#list}}{{/temp}}', 9, 18],
    ['{{/list}}', 0, 9],
    ['{{=<% %>=}}', 0, 11],
    ['a{{> header }}', 1, 14],
    ['{{}}', 0, 4],
    ['{{$temp}}', 0, 9],
    ['{{a..b}}', 0, 8],
    ['{{.}}', 0, 5],
    ['{{^list}}{{.}}{{/list}}', 9, 14],
    ['a ${temp', 2, 4],
    ['a ${}', 2, 5],
    ['${a[b]}', 0, 7],
    ['$(temp', 0, 2],
  ])('%s is a problem where it is wrong', (text, start, end) => {
    const template = compileTemplate(text, 'text')
    expect(template.problems[0]).toMatchObject({ severity: 'error', code: 'TEMPLATE_INVALID', start, end })
    expect(template.problems[0]?.message).toMatch(/\.$/)
    expect(() => template.render(scope)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
  })
})

describe('values as text', () => {
  it('renders objects as JSON, integers with all digits, null and missing as nothing', () => {
    expect(render('$contact.tags $list $big $yes $zero [$nothing]')).toEqual({
      value: '[{"id":7}] ["a","b"] 12345678901234567890 true 0 []',
      missing: [],
    })
  })

  it('names each missing value once', () => {
    expect(render('$foo $foo {{foo}} $EXTCALL_2.error ${a["b c"]} $temp.x')).toEqual({
      value: '     ',
      missing: ['foo', 'EXTCALL_2.error', 'a["b c"]', 'temp.x'],
    })
  })

  it('makes text well-formed and changes nothing else', () => {
    const hostile = { x: '\ud800\0"\'{{temp}}$temp${temp}\\{{' }
    expect(compileTemplate('\udc00|$x|{{x}}', 'text').render(hostile).value).toBe(
      '\ufffd|\ufffd\0"\'{{temp}}$temp${temp}\\{{|\ufffd\0"\'{{temp}}$temp${temp}\\{{',
    )
    expect(compileTemplate('$x', 'text').render({ x: { '\ud800': ['\udfff'] } }).value).toBe('{"\ufffd":["\ufffd"]}')
  })
})

describe('lookup', () => {
  it.each([
    '{{constructor.name}}',
    '{{constructor}}',
    '$constructor.name',
    '{{__proto__.x}}',
    '$__proto__',
    '${__proto__.x}',
    '{{list.length}}',
    '$list.length',
    '$winds.length',
    '{{list.map}}',
    '{{winds.trim}}',
    '{{toString}}',
    '{{contact.hasOwnProperty}}',
    '{{contact.constructor.name}}',
    '{{#list}}{{length}}{{constructor}}{{/list}}',
    '{{#contact}}{{constructor.name}}{{__proto__.x}}{{/contact}}',
    '{{#winds}}{{length}}{{/winds}}',
    '{{#constructor}}x{{/constructor}}{{missing}}',
  ])('%s reaches nothing', (text) => {
    const { value, missing } = render(text)
    expect(value).toBe('')
    expect(missing.length).toBeGreaterThan(0)
  })

  it('calls nothing, neither functions nor accessors', () => {
    const trap = {
      method() {
        throw new Error('called')
      },
      get accessor() {
        throw new Error('called')
      },
      toJSON: 'own',
      deep: { method: () => 'called', date: new Date(0) },
    }
    const text =
      '[{{method}}{{accessor}}{{deep.method}}{{#method}}x{{/method}}{{deep.date}}{{#deep}}{{method}}{{/deep}}$method]'
    // A scope as it must never be: plain JSON is all the type allows.
    expect(compileTemplate(text, 'text').render(trap as never).value).toBe('[]')
  })

  it('sees own keys of any name', () => {
    const own = parseJson('{"__proto__":{"x":"p"},"constructor":{"name":"c"},"length":3,"toString":"t"}')
    const text = '{{__proto__.x}}{{constructor.name}}{{length}}$toString'
    expect(compileTemplate(text, 'text').render(own as JsonObject)).toEqual({ value: 'pc3t', missing: [] })
  })
})

describe('place value', () => {
  it.each([
    ['$temp', 84],
    ['$contact.tags', [{ id: 7 }]],
    ['${order-no}', 'A-1'],
    ['{{big}}', 12345678901234567890n],
    ['{{{yes}}}', true],
    ['$nothing', null],
    ['$(list)', ['a', 'b']],
  ])('%s keeps its type', (text, expected) => {
    expect(render(text, 'value')).toEqual({ value: expected, missing: [] })
  })

  it.each([
    [' $temp', ' 84'],
    ['$temp$temp', '8484'],
    ['$temp{{! x }}', '84'],
    ['plain', 'plain'],
    ['{{#list}}{{.}}{{/list}}', 'ab'],
    ['', ''],
  ])('%j is text', (text, expected) => {
    expect(render(text, 'value').value).toBe(expected)
  })

  it('is null with a warning when the token has no value', () => {
    expect(render('$foo', 'value')).toEqual({ value: null, missing: ['foo'] })
  })
})

describe('a compiled template', () => {
  it('is constant without tokens and hands out the same result each time', () => {
    const template = compileTemplate('Cost: $5, $$USD, \\{{x}}', 'text')
    expect(template.isConstant).toBe(true)
    expect(template.render({})).toBe(template.render(scope))
    expect(template.render({}).value).toBe('Cost: $5, $USD, {{x}}')
    expect(compileTemplate('{{! only a comment }}', 'text')).toMatchObject({ isConstant: true })
    expect(compileTemplate('$temp', 'text').isConstant).toBe(false)
  })

  it('renders the same again and is not changed by what it rendered', () => {
    const template = compileTemplate('{{#rows}}{{name}},{{/rows}}$x', 'text')
    const first = template.render({ rows: [{ name: '{{x}}' }], x: '$temp' })
    expect(first.value).toBe('{{x}},$temp')
    expect(template.render({ rows: [], x: 1 }).value).toBe('1')
    expect(template.render({ rows: [{ name: '{{x}}' }], x: '$temp' })).toEqual(first)
  })

  it('takes a scope without prototype', () => {
    expect(compileTemplate('$a', 'text').render(Object.assign(Object.create(null), { a: 1 })).value).toBe('1')
  })
})
