import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { nodePage } from './node-page.ts'

const definition = defineNode({
  id: 'menu',
  typeVersion: 2,
  kind: 'action',
  category: 'logic',
  title: 'Menu',
  description: 'Goes on by *one* of its options.',
  icon: 'list',
  keywords: [],
  variablePrefix: 'MENU',
  inputs: Type.Object({
    mode: Type.Enum(['a', 'b'], {
      title: 'Mode',
      'x-ui': { widget: 'select', optionLabels: { a: 'First', b: 'Second' } },
    }),
    options: Type.Array(
      Type.Object({
        label: Type.String({
          title: 'Label',
          maxLength: 1_000,
          'x-ui': { widget: 'template', visibleWhen: { field: 'mode', equals: ['a', 'b'] } },
          'x-template': { place: 'text' },
          'x-required': true,
        }),
      }),
      { title: 'Options', maxItems: 9, 'x-ui': { widget: 'rows' } },
    ),
  }),
  outputs: [{ name: 'chosen', title: 'What was chosen', type: 'text', exits: ['none'], sample: 'tea' }],
  sets: [{ perRow: 'options', nameField: 'label' }],
  exits: [
    {
      perRow: 'options',
      id: 'option',
      numberField: 'exit',
      highestField: 'lastExit',
      label: '{label}',
      unnamed: 'Option {n}',
    },
    { id: 'none', label: 'None', when: { field: 'mode', equals: 'b' }, whenOpen: 'The run ends here.' },
  ],
  repeat: { field: 'mode', values: { a: 'safe' }, otherwise: 'keyed' },
  summary: [],
  test: { title: 'Try it' },
  defaults: { mode: 'b', options: [] },
})

const sample = {
  name: 'Drinks',
  description: 'Asks what to drink.',
  link: '../../flows/drinks.flow.json',
  types: new Set<string>(),
}
const page = nodePage(definition, '## More\n\nBy a person.', [sample])

describe('the page of an action', () => {
  it('shows texts of the definition unchanged', () => {
    expect(page).toContain('Goes on by \\*one\\* of its options.')
  })

  it('tells choices and what is chosen at first in the words of the form', () => {
    expect(page).toContain('- **Mode**: One of *First*, *Second*; *Second* at first.')
  })

  it('puts the inputs of rows below theirs, with what they take and when they are shown', () => {
    expect(page).toContain(
      '- **Options**: Up to 9 rows.\n  - **Label**\\*: Text with variables, up to 1,000 characters.',
    )
    expect(page.replaceAll(/\s+/g, ' ')).toContain('Shown when *Mode* is *First* or *Second*.')
  })

  it('lists exits that depend on inputs', () => {
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      '- *Option 1*, *Option 2* and so on: one for each row of *Options*, named by its *Label*',
    )
    expect(page).toContain('- *None*, there when *Mode* is *Second*. Not connected: the run ends here.')
  })

  it('lists variables with the exits on which they are set', () => {
    expect(page).toContain('| `$…`, by its *Label* | one for each row of *Options* |  |')
    expect(page).toContain('| `$MENU_n.chosen` | What was chosen (text), set on *None* | `tea` |')
  })

  it('says what happens after a crash by the input that decides', () => {
    expect(page).toContain('- *First*: it is done again, because doing it twice does no harm.')
    expect(page).toContain('- Any other: it is done again with the same key')
  })

  it('names the test and ends with what a person wrote', () => {
    expect(page).toContain('*Try it* in the foot')
    expect(page).toContain('\n\n## More\n\nBy a person.\n\n')
  })

  it('has no line over 120 characters besides tables', () => {
    const long = page.split('\n').filter((line) => line.length > 120 && !line.startsWith('|'))
    expect(long).toEqual([])
  })
})
