import type { ChannelAbilities, ChannelKind } from '@patchbay/shared/nodes'
import { expect, it } from 'vitest'
import { effectsOn, numberedLines } from './channel-effects.ts'

const channel = (id: string, abilities: Partial<ChannelAbilities>): ChannelKind => ({
  id,
  title: id,
  addressTitle: 'Address',
  icon: 'message',
  contacts: [],
  abilities: { text: { longest: 1_000, whenLonger: 'split' }, receipts: 'none', ...abilities },
})

const media = { types: ['*'], mostBytes: 1_000, most: 1 }
const plain = channel('plain', {})
const answers = channel('answers', { buttons: { most: 2, longestTitle: 5 }, media })
const links = channel('links', { buttons: { most: 3, longestTitle: 20, urls: true }, media: { ...media, most: 3 } })

const yes = { title: 'Yes', value: 'yes' }
const no = { title: 'No', value: 'no' }
const shop = { title: 'Shop', value: 'https://shop.example.com' }

/** What becomes of buttons on one channel. */
const effectOn = (kind: ChannelKind, rows: Parameters<typeof effectsOn>[1]) =>
  effectsOn('buttons', rows, [kind]).map(({ effect }) => effect)

it('writes buttons as text on a channel without buttons', () => {
  expect(effectOn(plain, [yes])).toEqual(['as-text'])
})

it('shows buttons as meant as long as the channel has room for them', () => {
  expect(effectOn(answers, [yes, no])).toEqual(['as-meant'])
})

it('writes all buttons as text when there is one too many', () => {
  expect(effectOn(answers, [yes, no, { title: 'Later', value: 'later' }])).toEqual(['as-text'])
})

it('writes all buttons as text when one title is too long, which nobody knows of a title with a variable', () => {
  expect(effectOn(answers, [yes, { title: 'Rather not', value: 'no' }])).toEqual(['as-text'])
  expect(effectOn(answers, [yes, { title: '$nameOfTheOther', value: 'no' }])).toEqual(['as-meant'])
  expect(effectOn(answers, [yes, { title: '{{ other.title }}', value: 'no' }])).toEqual(['as-meant'])
})

it('leaves a link out of the buttons where buttons open no addresses', () => {
  expect(effectOn(answers, [yes, shop])).toEqual(['in-part'])
  expect(effectOn(links, [yes, shop])).toEqual(['as-meant'])
})

it('counts no link that the channel does not show', () => {
  expect(effectOn(answers, [yes, no, shop])).toEqual(['in-part'])
})

it('writes links alone as text where buttons open no addresses', () => {
  expect(effectOn(answers, [shop])).toEqual(['as-text'])
})

it('sends as many files as the channel takes, and their addresses where it takes none', () => {
  const file = { url: 'https://example.com/menu.pdf' }
  expect(effectsOn('media', [file, file], [plain, answers, links])).toEqual([
    { effect: 'as-meant', kinds: [links] },
    { effect: 'in-part', kinds: [answers] },
    { effect: 'as-text', kinds: [plain] },
  ])
})

it('names channels that do the same together', () => {
  expect(effectsOn('buttons', [yes], [plain, answers, links])).toEqual([
    { effect: 'as-meant', kinds: [answers, links] },
    { effect: 'as-text', kinds: [plain] },
  ])
})

it('numbers the buttons that answer, without links and without empty titles', () => {
  expect(numberedLines([yes, shop, { title: ' ', value: 'x' }, no])).toEqual(['1. Yes', '2. No'])
})
