import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import type { Flow } from '../schema.ts'
import { countUses, variableUses } from '../variables/variable-uses.ts'
import { renameVariable } from './rename-variable.ts'

const sets = (name: string) => ({ variables: [{ name, value: '1' }] })
const sms = (id: number, message: string) => node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message })
const messageOf = (flow: Flow, id: number) => flow.nodes.find((each) => each.id === id)?.inputs.message

describe('renaming a variable', () => {
  it('renames its row and every use of its value, other names untouched', () => {
    const flow = renameVariable(weatherFlow(), catalog, { nodeId: 2, from: 'temp', to: 'degrees' })
    expect(flow.nodes[1]?.inputs.responseVariables).toContainEqual({ name: 'degrees', query: 'temperature' })
    expect(messageOf(flow, 3)).toBe("It's currently $degrees F with $winds winds. $forecast Enjoy your stay!")
  })

  it('keeps the form of each token, its fields and longer names', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: every form in which a token can be written.
    const text = '$a $a.b[0] ${a} $(a.c) {{a}} $$a $ab {{#a}}{{b}}{{/a}} {{^a.d}}x{{/a.d}}'
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'set-variables', sets('a')), sms(3, text)],
      '1 next 2',
      '2 next 3',
    )
    expect(messageOf(renameVariable(flow, catalog, { nodeId: 2, from: 'a', to: 'z' }), 3)).toBe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as above.
      '$z $z.b[0] ${z} $(z.c) {{z}} $$a $ab {{#z}}{{b}}{{/z}} {{^z.d}}x{{/z.d}}',
    )
  })

  it('writes a name with other signs so that it can be read', () => {
    const flow = renameVariable(weatherFlow(), catalog, { nodeId: 2, from: 'temp', to: 'temp-now' })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the form of a token, not of a string.
    expect(messageOf(flow, 3)).toContain('currently ${temp-now} F')
  })

  // 1 -> 2 sets a -> 3 uses a -> 4 sets a again -> 5 uses a
  const shadowed = () =>
    flowOf(
      [
        node(1, 'inbound-sms'),
        node(2, 'set-variables', sets('a')),
        sms(3, 'first $a'),
        node(4, 'set-variables', { variables: [{ name: 'a', value: '$a plus' }] }),
        sms(5, 'second $a'),
      ],
      '1 next 2',
      '2 next 3',
      '3 success 4',
      '4 next 5',
    )

  it('stops where another action sets the name again', () => {
    const flow = renameVariable(shadowed(), catalog, { nodeId: 2, from: 'a', to: 'b' })
    expect([messageOf(flow, 3), messageOf(flow, 5)]).toEqual(['first $b', 'second $a'])
    expect(flow.nodes[3]?.inputs).toEqual({ variables: [{ name: 'a', value: '$b plus' }] })
  })

  it('tells which uses it leaves alone, and who sets the name too', () => {
    const uses = variableUses(shadowed(), catalog, 2, 'a')
    expect(uses.reached.map(({ nodeId }) => nodeId)).toEqual([3, 4])
    expect(uses.elsewhere.map(({ nodeId }) => nodeId)).toEqual([5])
    expect(uses.alsoSetBy).toEqual([4])
    expect(countUses(uses.reached)).toBe(2)
  })

  it('takes all of them, producers included, when asked to', () => {
    const flow = renameVariable(shadowed(), catalog, { nodeId: 2, from: 'a', to: 'b', scope: 'everywhere' })
    expect([messageOf(flow, 3), messageOf(flow, 5)]).toEqual(['first $b', 'second $b'])
    expect(flow.nodes[3]?.inputs).toEqual({ variables: [{ name: 'b', value: '$b plus' }] })
  })

  it('follows loops back to the action itself', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'set-variables', { variables: [{ name: 'n', value: '$n+' }] }), sms(3, '$n')],
      '1 next 2',
      '2 next 3',
      '3 success 2',
    )
    const renamed = renameVariable(flow, catalog, { nodeId: 2, from: 'n', to: 'm' })
    expect(renamed.nodes[1]?.inputs).toEqual({ variables: [{ name: 'm', value: '$m+' }] })
    expect(messageOf(renamed, 3)).toBe('$m')
  })

  it('changes nothing when the action sets no such variable', () => {
    const flow = weatherFlow()
    expect(renameVariable(flow, catalog, { nodeId: 2, from: 'nothing', to: 'b' })).toBe(flow)
    expect(renameVariable(flow, catalog, { nodeId: 2, from: 'temp', to: 'temp' })).toBe(flow)
  })
})
