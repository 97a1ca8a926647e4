import type { MessageContent } from '@patchbay/shared/api'
import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { describe, expect, it } from 'vitest'
import { sms } from '../channels/sms.ts'
import { degrade } from './degrade.ts'

const text = { longest: 1_000, whenLonger: 'split' } as const
const plain: ChannelAbilities = { text, receipts: 'none' }
const rich: ChannelAbilities = {
  text: { longest: 100, whenLonger: 'split' },
  buttons: { most: 3, longestTitle: 10, urls: true },
  media: { types: ['image/*', 'application/pdf'], mostBytes: 1_000, most: 2, longestCaption: 20 },
  locations: true,
  templates: true,
  replyWindowHours: 24,
  receipts: 'read',
}
const yesNo = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'Another time' },
]

function through(abilities: ChannelAbilities, content: MessageContent, isWindowOpen = true) {
  return degrade(content, { channel: { title: 'Pigeon', abilities }, isWindowOpen })
}

describe('what a channel can carry', () => {
  it('is sent as it is, without a warning', () => {
    const content = { text: 'Hello', media: [{ url: 'https://a.test/1.png', type: 'image/png' }] }
    expect(through(rich, content)).toEqual({ ok: true, parts: [content], warnings: [] })
    const buttons = [{ id: 'yes', title: 'Yes' }]
    expect(through(rich, { text: 'Hello', buttons })).toMatchObject({
      parts: [{ text: 'Hello', buttons }],
      warnings: [],
    })
    expect(through(plain, { text: ' Hello\n' })).toEqual({ ok: true, parts: [{ text: ' Hello\n' }], warnings: [] })
  })

  it('is sent as files and text apart, where the text is no caption of them', () => {
    const media = [{ url: 'https://a.test/menu.pdf', type: 'application/pdf' }]
    const long = 'a text of more than twenty characters'
    expect(through(rich, { text: long, media })).toMatchObject({ parts: [{ media }, { text: long }], warnings: [] })
    const buttons = [{ id: 'yes', title: 'Yes' }]
    expect(through(rich, { text: 'Ok?', media, buttons })).toMatchObject({
      parts: [{ media }, { text: 'Ok?', buttons }],
    })
  })
})

describe('buttons', () => {
  it('become numbered lines where a channel has none', () => {
    expect(through(plain, { text: 'Can you come?', buttons: yesNo })).toEqual({
      ok: true,
      parts: [{ text: 'Can you come?\n1. Yes\n2. Another time' }],
      warnings: ['Pigeon has no buttons. They were sent as lines of the text.'],
    })
  })

  it.each([
    ['are too many', ['a', 'b', 'c', 'd'], 'Pigeon shows at most 3 buttons, and there are 4.'],
    [
      'are too long',
      ['a', 'Another time'],
      'Pigeon shows titles of at most 10 characters, and "Another time" has more.',
    ],
  ])('become lines, all of them, where they %s', (_why, titles, why) => {
    const degraded = through(rich, { text: 'Choose', buttons: titles.map((title) => ({ id: title, title })) })
    expect(degraded).toMatchObject({
      parts: [{ text: ['Choose', ...titles.map((title, index) => `${index + 1}. ${title}`)].join('\n') }],
      warnings: [`${why} They were sent as lines of the text.`],
    })
  })

  it('that open an address become its line, and take no number', () => {
    const buttons = [
      { id: 'map', title: 'Map', url: 'https://a.test/map' },
      { id: 'yes', title: 'Yes' },
    ]
    expect(through(plain, { text: 'Ok?', buttons })).toMatchObject({
      parts: [{ text: 'Ok?\n1. Yes\nMap: https://a.test/map' }],
    })
    const withoutUrls = { ...rich, buttons: { most: 3, longestTitle: 10 } }
    expect(through(withoutUrls, { text: 'Ok?', buttons })).toMatchObject({
      parts: [{ text: 'Ok?\nMap: https://a.test/map', buttons: [{ id: 'yes', title: 'Yes' }] }],
    })
  })
})

describe('files', () => {
  it.each([
    ['where a channel carries none', plain, { url: 'https://a.test/1.png' }, 'Pigeon carries no files.'],
    [
      'of a type it does not carry',
      rich,
      { url: 'https://a.test/1.zip' },
      'Pigeon carries no file of the type application/zip.',
    ],
    [
      'that are too large',
      rich,
      { url: 'https://a.test/1.png', bytes: 1_001 },
      'Pigeon carries files of at most 0 MB.',
    ],
  ])('%s become their address as a line', (_title, abilities, file, why) => {
    expect(through(abilities, { text: 'Look', media: [file] })).toEqual({
      ok: true,
      parts: [{ text: `Look\n${file.url}` }],
      warnings: [`${why} Its address was sent as a line of the text.`],
    })
  })

  it('beyond the most of a message become lines, and the others stay files', () => {
    const media = ['1', '2', '3'].map((name) => ({ url: `https://a.test/${name}.png` }))
    expect(through(rich, { media })).toMatchObject({
      parts: [{ media: [{ type: 'image/png' }, { type: 'image/png' }], text: 'https://a.test/3.png' }],
      warnings: [expect.stringContaining('at most 2 files')],
    })
  })

  it.each([
    ['1.PNG?x=1', 'image/png'],
    ['film.3gpp', 'video/3gpp'],
    ['dana.vcard', 'text/vcard'],
  ])('at an address that ends like %s are of the type %s', (end, type) => {
    const anyType = { ...plain, media: { types: ['*'], mostBytes: 1_000, most: 1, longestCaption: 20 } }
    const url = `https://a.test/${end}`
    expect(through(anyType, { media: [{ url }] })).toMatchObject({ parts: [{ media: [{ url, type }] }] })
  })

  it('whose type is not known count as pictures', () => {
    const media = [{ url: 'https://a.test/picture?id=7' }]
    expect(through(rich, { media })).toEqual({ ok: true, parts: [{ media }], warnings: [] })
  })
})

describe('a long text', () => {
  const long = `${'word '.repeat(30)}end`

  it('is sent as several messages, split between words, with the buttons at its end', () => {
    const degraded = through(rich, { text: long, buttons: [{ id: 'yes', title: 'Yes' }] })
    if (!degraded.ok) throw new Error('It is refused.')
    expect(degraded.parts.map((part) => part.text)).toEqual(['word '.repeat(20).trim(), `${'word '.repeat(10)}end`])
    expect(degraded.parts.map(({ buttons = [] }) => buttons.length)).toEqual([0, 1])
    expect(degraded.warnings).toEqual(['The text was sent as 2 messages: Pigeon takes 100 characters in one.'])
  })

  it('is refused where the channel does not split it', () => {
    const refusing = { ...rich, text: { longest: 100, whenLonger: 'refuse' } } as const
    expect(through(refusing, { text: long })).toMatchObject({ ok: false, error: { code: 'MESSAGE_REFUSED' } })
  })
})

describe('a template', () => {
  const template = { name: 'reminder', language: 'en', parameters: [] }

  it('is sent in place of the text where the contact cannot be answered freely', () => {
    expect(through(rich, { text: 'Hello', template }, false)).toMatchObject({ parts: [{ template }] })
    expect(through(rich, { text: 'Hello', template }, true)).toMatchObject({ parts: [{ text: 'Hello' }] })
    expect(through(rich, { template }, true)).toMatchObject({ parts: [{ template }] })
  })

  it('gives way to the text on a channel without templates, and is refused without a text', () => {
    expect(through(plain, { text: 'Hello', template }, false)).toEqual({
      ok: true,
      parts: [{ text: 'Hello' }],
      warnings: [],
    })
    expect(through(plain, { template })).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/no text/) },
    })
  })
})

it('sends a place and a contact card as text where they cannot be shown', () => {
  const content = {
    location: { latitude: 52.5, longitude: 13.4, name: 'Office' },
    contactCard: { name: 'Ana', points: ['+13055550119'] },
  }
  expect(through(plain, content)).toMatchObject({ parts: [{ text: 'Office: 52.5, 13.4\nAna\n+13055550119' }] })
  expect(through(rich, content)).toMatchObject({
    parts: [{ location: content.location }, { text: 'Ana\n+13055550119' }],
  })
})

it.each([{}, { text: ' ' }, { sticker: { id: '1' } }, { media: [{ id: 'stored' }] }])(
  'refuses %j, of which nothing can be carried, with a sentence',
  (content) => {
    expect(through(plain, content)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w \w/) } })
  },
)

describe('any content at all', () => {
  it('is carried within the abilities or refused with a sentence, and never throws', () => {
    const random = seeded(7)
    for (let round = 0; round < 3_000; round += 1) {
      const content = randomContent(random)
      const abilities = randomAbilities(random)
      const degraded = through(abilities, content, random() < 0.5)
      const wrong = degraded.ok
        ? degraded.parts.flatMap((part) => excessOf(part, abilities))
        : [/\w \w/.test(degraded.error.message) ? [] : ['no sentence']].flat()
      const isEmpty = degraded.ok && degraded.parts.length === 0
      if (isEmpty || wrong.length > 0) expect.fail(JSON.stringify({ wrong, content, abilities, degraded }))
    }
  })
})

/** What of a part is beyond the abilities. */
function excessOf(part: MessageContent, abilities: ChannelAbilities): readonly string[] {
  const { text: said = '', buttons = [], media = [] } = part
  return [
    said.length > abilities.text.longest && 'text',
    buttons.length > (abilities.buttons?.most ?? 0) && 'buttons',
    buttons.some(({ title }) => [...title].length > (abilities.buttons?.longestTitle ?? 0)) && 'titles',
    buttons.some(({ url }) => url !== undefined) && abilities.buttons?.urls !== true && 'links',
    buttons.length > 0 && said.trim() === '' && 'buttons without text',
    media.length > (abilities.media?.most ?? 0) && 'files',
    media.length > 0 && said.length > (abilities.media?.longestCaption ?? 0) && 'caption',
    part.location !== undefined && abilities.locations !== true && 'place',
    part.template !== undefined && abilities.templates !== true && 'template',
    (part.sticker ?? part.contactCard ?? part.reaction ?? part.choice) !== undefined && 'others',
    Object.keys(part).filter((key) => key !== 'replyTo').length === 0 && 'empty',
  ].filter((excess) => excess !== false)
}

type Random = () => number

function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    return (state >>> 8) / 2 ** 24
  }
}

function randomText(random: Random): string {
  const alphabet = ['a', 'é', '\u{1f600}', ' ', '\n', '\ud800', '\u0000', 'word ']
  return Array.from({ length: Math.floor(random() * 60) }, () => alphabet[Math.floor(random() * 8)] ?? '').join('')
}

function randomContent(random: Random): MessageContent {
  const maybe = <Value>(name: keyof MessageContent, make: () => Value) => (random() < 0.4 ? { [name]: make() } : {})
  const several = <Value>(make: () => Value) => Array.from({ length: Math.floor(random() * 5) }, make)
  const url = () => (random() < 0.5 ? { url: `https://a.test/${randomText(random)}.png` } : {})
  return {
    ...maybe('text', () => randomText(random)),
    ...maybe('media', () => several(() => ({ ...url(), bytes: Math.floor(random() * 2_000) }))),
    ...maybe('buttons', () => several(() => ({ id: randomText(random), title: randomText(random), ...url() }))),
    ...maybe('location', () => ({ latitude: random() * 90, longitude: random() * 180 })),
    ...maybe('template', () => ({ name: 'a', language: 'en', parameters: [] })),
    ...maybe('contactCard', () => ({ name: randomText(random), points: several(() => randomText(random)) })),
    ...maybe('sticker', () => ({ id: '1' })),
    ...maybe('choice', () => ({ id: '1', title: '1' })),
    ...maybe('reaction', () => ({ emoji: '1', messageId: '1' })),
    ...maybe('replyTo', () => '1'),
  }
}

function randomAbilities(random: Random): ChannelAbilities {
  const most = () => 1 + Math.floor(random() * 40)
  return {
    text: { longest: most(), whenLonger: random() < 0.5 ? 'split' : 'refuse' },
    ...(random() < 0.5
      ? { buttons: { most: most(), longestTitle: most(), ...(random() < 0.5 ? { urls: true } : {}) } }
      : {}),
    ...(random() < 0.5
      ? {
          media: {
            types: ['image/*'],
            mostBytes: 1_000,
            most: most(),
            ...(random() < 0.5 ? { longestCaption: most() } : {}),
          },
        }
      : {}),
    ...(random() < 0.5 ? { locations: true } : {}),
    ...(random() < 0.5 ? { templates: true } : {}),
    receipts: 'none',
  }
}

it('carries ten files with a text over SMS', () => {
  const media = Array.from({ length: 10 }, (_, index) => ({ url: `https://a.test/${index}.bin` }))
  expect(degrade({ text: 'Look', media }, { channel: sms, isWindowOpen: true })).toEqual({
    ok: true,
    parts: [{ text: 'Look', media }],
    warnings: [],
  })
})
