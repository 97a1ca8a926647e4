// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import type { NodeDefinition } from '../../nodes/node-definition.ts'
import { applyFix } from '../edits/apply-fix.ts'
import { connect } from '../edits/connections.ts'
import { setDisabled, setInput } from '../edits/nodes.ts'
import type { FlowProblem, FlowProblemCode } from '../problem.ts'
import type { Flow } from '../schema.ts'
import { checkFlow } from './check-flow.ts'

function found(flow: Flow, ...codes: FlowProblemCode[]): FlowProblem[] {
  return checkFlow(flow, catalog).filter(({ code }) => codes.includes(code))
}

const withMessage = (message: string, nodeId = 3) => setInput(weatherFlow(), nodeId, ['message'], message)
const unknown = (flow: Flow) => found(flow, 'VARIABLE_UNKNOWN')

function definitionOf(id: string): NodeDefinition {
  const known = catalog.nodes.find((definition) => definition.id === id)
  if (known === undefined) throw new Error(`There is no ${id}.`)
  return known
}

describe('the check of variables', () => {
  it('refuses a name that nothing sets, offers the near one, and the offer repairs it', () => {
    const flow = withMessage('Now: $forcast Enjoy!')
    expect(unknown(flow)).toEqual([
      {
        severity: 'error',
        nodeId: 3,
        path: 'inputs.message',
        code: 'VARIABLE_UNKNOWN',
        message: '`$forcast` is not set by any action before this one. Did you mean `$forecast`?',
        fix: { label: 'Use $forecast', find: '$forcast', replacement: '$forecast' },
      },
    ])
    const [problem] = unknown(flow)
    if (problem === undefined) throw new Error('The problem was found above.')
    const repaired = applyFix(flow, problem)
    expect(repaired.nodes[2]?.inputs.message).toBe('Now: $forecast Enjoy!')
    expect(unknown(repaired)).toEqual([])
  })

  it('keeps the form in which a name was written', () => {
    expect(unknown(withMessage('${forcast}'))[0]?.fix?.replacement).toBe('${forecast}')
    expect(unknown(withMessage('$(forcast)'))[0]?.fix?.replacement).toBe('$(forecast)')
    expect(unknown(withMessage('{{forcast}}'))[0]?.fix?.replacement).toBe('{{forecast}}')
    expect(unknown(withMessage('$forcast.a[0]'))[0]?.fix?.replacement).toBe('$forecast.a[0]')
  })

  it('takes a name unlike all others for text', () => {
    const [problem] = unknown(withMessage('It costs 5 $USD'))
    expect(problem?.message).toMatch(/write `\$\$USD`/)
    expect(problem?.fix).toEqual({ label: 'Write $$USD', find: '$USD', replacement: '$$USD' })
    expect(unknown(withMessage('It costs $5 or 5 $$USD'))).toEqual([])
  })

  it('corrects the field of an output or of a system group', () => {
    expect(unknown(withMessage('$EXTCALL_2.statuscode'))[0]?.fix?.replacement).toBe('$EXTCALL_2.statusCode')
    expect(unknown(withMessage('$DateTime.curentTime'))[0]?.fix?.replacement).toBe('$DateTime.currentTime')
    expect(unknown(withMessage('$EXTCALL_2.zzzzzzzz'))[0]?.message).toMatch(/statusCode.*error/)
    expect(unknown(withMessage('$message'))[0]?.fix?.replacement).toBe('$ISMS_1.message')
  })

  it('says who sets a name that has no value here', () => {
    expect(unknown(withMessage('$temp', 4))[0]?.message).toBe(
      '`$temp` is set by #2 Forecast only when it leaves by On Success, and that way does not lead here.',
    )
    expect(unknown(setInput(weatherFlow(), 2, ['url'], 'https://a.example/$temp'))[0]?.message).toMatch(
      /set by #2 Forecast itself/,
    )
    expect(unknown(setInput(weatherFlow(), 2, ['url'], 'https://a.example/$SMS_3.messageId'))[0]?.message).toMatch(
      /#3 Forecast SMS, which does not run before/,
    )
    expect(unknown(setDisabled(weatherFlow(), [2], true))[0]?.message).toMatch(/#2 Forecast, which is disabled/)
  })

  it('warns of a name that only some paths set, once per field', () => {
    const flow = connect(withMessage('$temp and $temp'), { from: 2, exit: 'failure', to: 3 })
    expect(found(flow, 'VARIABLE_NOT_ON_ALL_PATHS')).toMatchObject([
      { severity: 'warning', nodeId: 3, path: 'inputs.message' },
    ])
    expect(unknown(flow)).toEqual([])
  })

  it('does not warn where a section asks whether there is a value', () => {
    const flow = connect(withMessage('{{#temp}}warm{{/temp}}{{^temp}}who knows{{/temp}}'), {
      from: 2,
      exit: 'failure',
      to: 3,
    })
    expect(found(flow, 'VARIABLE_NOT_ON_ALL_PATHS', 'VARIABLE_UNKNOWN')).toEqual([])
  })

  it('leaves names inside a section to its items', () => {
    expect(unknown(withMessage('{{#forecast}}{{title}}{{/forecast}}'))).toEqual([])
  })

  it('knows the event, the contact who wrote, and the conversation', () => {
    const message = '$item.externalChatData.x {{item.text}} {{contact.first_name}} $contact.phone $conversation.topic'
    expect(found(withMessage(message), 'VARIABLE_UNKNOWN', 'VARIABLE_NOT_ON_ALL_PATHS')).toEqual([])
  })

  it('refuses a field that no contact has, with what was meant or what there is', () => {
    const [typo] = unknown(withMessage('$contact.firstname'))
    expect(typo).toMatchObject({ severity: 'error', fix: { replacement: '$contact.first_name' } })
    const [other] = unknown(withMessage('$conversation.zzzzzzzz'))
    expect(other?.message).toMatch(/`\$conversation.zzzzzzzz` does not exist. `conversation` has .*`status`/)
  })

  it('knows the own fields and the channels of the installation', () => {
    const own = { name: 'loyalty', title: 'Loyalty', type: 'text', sample: 'gold' } as const
    const withOwn = { ...catalog, contactFields: [own] }
    const flow = withMessage('$contact.loyalty')
    expect(checkFlow(flow, catalog)).toMatchObject([{ code: 'VARIABLE_UNKNOWN' }])
    expect(checkFlow(flow, withOwn)).toEqual([])
  })

  it('says in a flow that no contact starts that the contact is empty, and what finds one', () => {
    const find: NodeDefinition = {
      ...definitionOf('set-variables'),
      id: 'find',
      title: 'Find Contact',
      variablePrefix: 'FIND',
      inputs: Type.Object({}),
      sets: [],
      outputs: [{ name: 'id', title: 'ID', type: 'text' }],
      exits: [
        { id: 'found', label: 'Found' },
        { id: 'not-found', label: 'Not Found' },
      ],
      means: { contact: 'id', exits: ['found'], finds: true },
    }
    const withFind = { ...catalog, nodes: [...catalog.nodes, find] }
    const set = node(3, 'set-variables', { variables: [{ name: 'who', value: '$contact.name' }] })
    const api = node(1, 'inbound-api')
    const check = (nodes: Flow['nodes'], ...connections: string[]) =>
      checkFlow(flowOf([...nodes], ...connections), withFind).filter(({ code }) => code === 'VARIABLE_NOT_ON_ALL_PATHS')
    expect(check([api, set], '1 next 3')).toMatchObject([
      {
        severity: 'warning',
        nodeId: 3,
        message: '`$contact.name` stays empty where the run knows no contact. Put Find Contact before this action.',
      },
    ])
    expect(check([api, node(2, 'find'), set], '1 next 2', '2 found 3')).toEqual([])
    expect(check([api, node(2, 'find'), set], '1 next 2', '2 not-found 3')).toHaveLength(1)
  })
})

describe('the check of fields', () => {
  it('passes on what is wrong with a template', () => {
    expect(found(withMessage('Hello {{name'), 'TEMPLATE_INVALID')).toMatchObject([
      { severity: 'error', nodeId: 3, path: 'inputs.message' },
    ])
  })

  it('reads a body by its content type', () => {
    const body = (contentType: string) =>
      setInput(setInput(weatherFlow(), 2, ['contentType'], contentType), 2, ['body'], '<a><!-- $ANI --></a>')
    expect(found(body('application/xml'), 'TEMPLATE_INVALID')).toMatchObject([{ nodeId: 2, path: 'inputs.body' }])
    expect(found(body('text/plain'), 'TEMPLATE_INVALID')).toEqual([])
  })

  it('wants a content type for a body with variables', () => {
    const body = (text: string) => setInput(weatherFlow(), 2, ['body'], text)
    expect(found(body('{"a": "$ANI"}'), 'CONTENT_TYPE_CONFLICT')).toMatchObject([{ nodeId: 2, path: 'inputs.body' }])
    expect(found(body('{"a": 1}'), 'CONTENT_TYPE_CONFLICT')).toEqual([])
    expect(found(setInput(body('a $ANI'), 2, ['contentType'], 'text/plain'), 'CONTENT_TYPE_CONFLICT')).toEqual([])
  })

  it('finds a content type that contradicts a header row', () => {
    const flow = setInput(weatherFlow(), 2, ['headers'], [{ key: 'content-type', value: 'text/xml' }])
    expect(found(setInput(flow, 2, ['contentType'], 'application/json'), 'CONTENT_TYPE_CONFLICT')).toMatchObject([
      { severity: 'error', nodeId: 2, path: 'inputs.headers[0].value' },
    ])
  })

  it('reads query expressions', () => {
    const flow = setInput(weatherFlow(), 2, ['responseVariables', 1, 'query'], '$.a[?')
    expect(found(flow, 'QUERY_INVALID')).toMatchObject([{ nodeId: 2, path: 'inputs.responseVariables[1].query' }])
    expect(found(weatherFlow(), 'QUERY_INVALID')).toEqual([])
  })

  it('refuses names that are taken, doubled or written with a dollar sign', () => {
    const names = ['ok', 'Run', 'EXTCALL_7', 'ok', '$temp', 'contact']
    const variables = names.map((name) => ({ name, value: '1' }))
    const flow = flowOf([node(1, 'inbound-sms'), node(2, 'set-variables', { variables })], '1 next 2')
    const codes: FlowProblemCode[] = ['VARIABLE_RESERVED', 'VARIABLE_DUPLICATE', 'INPUT_INVALID']
    expect(found(flow, ...codes).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'VARIABLE_RESERVED inputs.variables[1].name',
      'VARIABLE_RESERVED inputs.variables[2].name',
      'VARIABLE_DUPLICATE inputs.variables[3].name',
      'INPUT_INVALID inputs.variables[4].name',
      'VARIABLE_RESERVED inputs.variables[5].name',
    ])
    expect(found(flow, 'INPUT_INVALID')[0]?.fix).toEqual({ label: 'Use temp', find: '$temp', replacement: 'temp' })
  })

  it('does not read fields that the form hides', () => {
    const flow = setInput(weatherFlow(), 2, ['auth'], { type: 'none', username: '' })
    expect(found(flow, 'INPUT_MISSING', 'SECRET_MISSING')).toEqual([])
  })
})
