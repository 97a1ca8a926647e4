import { expect, test } from 'vitest'
import { type Block, inlines, parseMarkdown } from './parse-markdown.ts'

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

test('paragraphs, headings and code', () => {
  const text = '# Title of it\n\nOne line\nand another.\n\n```\n# no heading\n```\nAfter.'
  expect(parseMarkdown(text)).toEqual([
    { kind: 'heading', level: 1, text: 'Title of it', id: 'title-of-it' },
    paragraph('One line and another.'),
    { kind: 'code', text: '# no heading' },
    paragraph('After.'),
  ])
})

test('a heading is found by the anchor that links write', () => {
  expect(parseMarkdown('## `x`: What, *then*?')[0]).toMatchObject({ id: 'x-what-then' })
})

test('items of lists hold lists and code of their own', () => {
  const text = '1. First,\n   which goes on\n   - within\n\n   ```\n   code\n   ```\n2. Second\n\nAfter'
  expect(parseMarkdown(text)).toEqual([
    {
      kind: 'list',
      isOrdered: true,
      items: [
        [
          paragraph('First, which goes on'),
          { kind: 'list', isOrdered: false, items: [[paragraph('within')]] },
          { kind: 'code', text: 'code' },
        ],
        [paragraph('Second')],
      ],
    },
    paragraph('After'),
  ])
})

test('tables with bars inside their cells', () => {
  expect(parseMarkdown('| a | b |\n|---|---|\n| `x \\| y` | z |')).toEqual([
    { kind: 'table', head: ['a', 'b'], rows: [['`x | y`', 'z']] },
  ])
})

test('marks within a text', () => {
  expect(inlines('A **bold** `$code*` in [*the* page](other.md#part), ![Alt](images/a.png) 2 * 3 * 4')).toEqual([
    { kind: 'text', text: 'A ' },
    { kind: 'strong', inlines: [{ kind: 'text', text: 'bold' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: '$code*' },
    { kind: 'text', text: ' in ' },
    {
      kind: 'link',
      target: 'other.md#part',
      inlines: [
        { kind: 'emphasis', inlines: [{ kind: 'text', text: 'the' }] },
        { kind: 'text', text: ' page' },
      ],
    },
    { kind: 'text', text: ', ' },
    { kind: 'picture', target: 'images/a.png', text: 'Alt' },
    { kind: 'text', text: ' 2 * 3 * 4' },
  ])
})
