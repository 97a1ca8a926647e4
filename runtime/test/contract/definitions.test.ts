import { parseInputPath, SettingsSchema, walkInputs } from '@patchbay/shared/flow'
import { accountOptions, inputKeywords, type NodeDefinition, nodeCategories, widgets } from '@patchbay/shared/nodes'
import { describe, expect, it } from 'vitest'
import { ANY_BOT, BOTS } from '../../src/kit/bot.ts'
import type { ActionModule } from '../../src/kit/node.ts'
import type { TriggerModule } from '../../src/kit/trigger.ts'
import { actions, triggers } from '../../src/nodes/index.ts'
import { JUMP_TARGETS } from '../../src/nodes/logic/jump-to/definition.ts'
import { MESSAGE_TEMPLATES } from '../../src/nodes/messaging/send-message/definition.ts'
import { CHANNELS, OUR_ADDRESSES } from '../../src/nodes/triggers/conversation-event/definition.ts'
import { createCheck } from '../../src/platform/validation/check.ts'
import { iconOf } from '../../src/services/icons.ts'
import { integrationActions, madeIntegrations } from '../helpers/integration-parts.ts'
import { testActions } from '../nodes/index.ts'

const modules: readonly (ActionModule | TriggerModule)[] = [
  ...triggers,
  ...actions,
  ...integrationActions(),
  ...testActions,
]

type Schema = Readonly<Record<string, unknown>>

interface Place {
  readonly path: string
  readonly schema: Schema
  /** Properties beside it, itself included. */
  readonly siblings: readonly string[]
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every schema below an object schema, rows included, by its path such as `headers.value`. */
function placesIn(schema: unknown, path = ''): readonly Place[] {
  if (!isSchema(schema)) return []
  const object = isSchema(schema.items) ? schema.items : schema
  const properties = isSchema(object.properties) ? object.properties : {}
  const siblings = Object.keys(properties)
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isSchema(property)) return []
    const at = path === '' ? name : `${path}.${name}`
    return [{ path: at, schema: property, siblings }, ...placesIn(property, at)]
  })
}

function partOf(schema: Schema, name: string): Schema {
  const part = schema[name]
  return isSchema(part) ? part : {}
}

const texts = (values: readonly unknown[]) => values.filter((value) => typeof value === 'string')

/** Inputs that a schema names by their paths. */
function fieldsNamedBy(schema: Schema): readonly string[] {
  const when = partOf(partOf(schema, 'x-ui'), 'visibleWhen')
  const template = partOf(schema, 'x-template')
  return texts([
    when.field,
    partOf(when, 'and').field,
    partOf(partOf(schema, 'x-required'), 'unless').field,
    template.contentTypeField,
    template.headersField,
    ...[schema['x-secret-host']].flat(),
  ])
}

/** Properties beside it that a schema names. */
function siblingsNamedBy(schema: Schema): readonly string[] {
  const hints = partOf(schema, 'x-ui')
  const secret = partOf(schema, 'x-secret')
  const beside = partOf(hints, 'visibleBeside')
  return texts([secret.whenSibling, secret.orNamedBy, beside.field, partOf(beside, 'and').field, hints.below])
}

type Rule = NodeDefinition['sets' | 'exits' | 'summary'][number]

/** Inputs that decide which variables, exits and words there are. */
function listsNamedBy(rule: Rule): readonly string[] {
  if ('numberField' in rule) return [rule.perRow, `${rule.perRow}.${rule.numberField}`, rule.highestField]
  if ('perRow' in rule) return [rule.perRow]
  if ('nameInput' in rule) return [rule.nameInput]
  if ('rows' in rule) return [rule.rows]
  if ('count' in rule) return [rule.count]
  return 'field' in rule ? [rule.field] : []
}

function propertyOf(schema: unknown, name: string): Schema | undefined {
  const properties = isSchema(schema) && isSchema(schema.properties) ? schema.properties : {}
  const property = properties[name]
  return isSchema(property) ? property : undefined
}

function objectsIn(definition: NodeDefinition): readonly Schema[] {
  const schemas: readonly unknown[] = [definition.inputs, ...placesIn(definition.inputs).map(({ schema }) => schema)]
  const inner = schemas.map((schema) => (isSchema(schema) && isSchema(schema.items) ? schema.items : schema))
  return inner.filter(isSchema).filter((schema) => schema.type === 'object')
}

const optionSources = new Set([
  BOTS,
  accountOptions(ANY_BOT),
  JUMP_TARGETS,
  CHANNELS,
  OUR_ADDRESSES,
  MESSAGE_TEMPLATES,
  ...modules.flatMap((module) => ('options' in module ? Object.keys(module.options ?? {}) : [])),
  ...madeIntegrations().flatMap(({ integration, parts }) => [
    ...(integration.account.capabilities.create ? [accountOptions(integration.id)] : []),
    ...Object.keys(parts.options ?? {}),
  ]),
])

// docs/guarantees.md names them, as what goes ahead before a run is stored.
it('lets runs go ahead through these actions whatever their inputs', () => {
  const definitions = [...actions, ...integrationActions()].map(({ definition }) => definition)
  const ahead = definitions.filter(({ changesNothing }) => changesNothing === true).map(({ id }) => id)
  expect(ahead.toSorted()).toEqual(['condition', 'counter', 'set-variables', 'stop', 'switch'])
})

describe.each(modules.map((module) => [module.definition.id, module] as const))('%s', (_id, module) => {
  const { definition } = module
  const places = placesIn(definition.inputs)
  const paths = new Set(places.map(({ path }) => path))
  const known = (field: string) => paths.has(parseInputPath(field).join('.'))

  it('is data: a JSON round trip changes nothing', () => {
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition)
  })

  it('has an input schema that strict Ajv takes and that refuses unknown keys at every level', () => {
    expect(() => createCheck(definition.inputs)).not.toThrow()
    for (const schema of objectsIn(definition)) expect(schema.additionalProperties).toBe(false)
  })

  it('begins with inputs that its schema takes', () => {
    const checked = createCheck(definition.inputs)(definition.defaults)
    expect(checked.ok ? [] : checked.errors).toEqual([])
  })

  it('begins with inputs that a walk reaches completely', () => {
    const walked = new Set<string>()
    walkInputs(definition.inputs, definition.defaults, ({ path }) => walked.add(String(path[0])))
    expect(Object.keys(definition.defaults).filter((name) => !walked.has(name))).toEqual([])
  })

  it('names an icon that Tabler draws', () => {
    expect(iconOf(definition.icon)?.length ?? 0, definition.icon).toBeGreaterThan(0)
  })

  it('names a category, a prefix in capitals, a title and a description', () => {
    expect(nodeCategories).toContain(definition.category)
    expect(definition.variablePrefix).toMatch(/^[A-Z]+$/)
    expect(definition.title).not.toBe('')
    expect(definition.description).toMatch(/\.$/)
  })

  it('changes nothing only where it may also be repeated', () => {
    const { changesNothing, repeat } = definition
    if (changesNothing === undefined) return
    if (changesNothing === true) return expect(repeat).toBe('safe')
    expect(known(changesNothing.field)).toBe(true)
    const values = 'equals' in changesNothing ? [changesNothing.equals].flat() : []
    const policies = typeof repeat === 'object' && 'values' in repeat ? repeat.values : {}
    expect(values.map((value) => policies[String(value)])).toEqual(values.map(() => 'safe'))
  })

  it('puts keywords for texts on texts only', () => {
    for (const keyword of ['x-template', 'x-secret', 'x-query', 'x-variable-name', 'x-secret-host']) {
      const wrong = places.filter(({ schema }) => keyword in schema && schema.type !== 'string')
      expect(
        wrong.map(({ path }) => path),
        keyword,
      ).toEqual([])
    }
    for (const { schema, path } of places) {
      const own = Object.keys(schema).filter((key) => key.startsWith('x-'))
      expect(
        own.filter((key) => !inputKeywords.some((keyword) => keyword === key)),
        path,
      ).toEqual([])
    }
  })

  it('gives every input a title, and the required texts a sentence for when they are empty', () => {
    for (const { schema, path } of places) {
      expect(schema.title, path).toBeTypeOf('string')
      const hints = isSchema(schema['x-ui']) ? schema['x-ui'] : {}
      expect(widgets, path).toContain(hints.widget)
      if (schema['x-required'] !== undefined && schema.type === 'string')
        expect(hints.emptyMessage, path).toBeTypeOf('string')
    }
  })

  it('labels only values that a choice has', () => {
    for (const { schema, path } of places) {
      const hints = isSchema(schema['x-ui']) ? schema['x-ui'] : {}
      if (!isSchema(hints.optionLabels)) continue
      const one = isSchema(schema.items) ? schema.items : schema
      const setting = isSchema(hints.flowSetting) ? propertyOf(SettingsSchema, String(hints.flowSetting.name)) : one
      expect(Object.keys(hints.optionLabels).toSorted(), path).toEqual([...Object(setting?.enum)].toSorted())
    }
  })

  it('says by its definition what its code can do for the form', () => {
    expect(definition.test !== undefined).toBe('test' in module && module.test !== undefined)
    const previews = places.filter(({ schema }) => isSchema(schema['x-ui']) && schema['x-ui'].widget === 'preview')
    expect(previews.length > 0).toBe(module.preview !== undefined)
  })

  it('refers to inputs that exist', () => {
    for (const { schema, siblings } of places) {
      expect(fieldsNamedBy(schema).filter((field) => !known(field))).toEqual([])
      expect(siblingsNamedBy(schema).filter((name) => !siblings.includes(name))).toEqual([])
    }
    const rows = [...definition.sets, ...definition.exits, ...definition.summary].flatMap(listsNamedBy)
    const sources = places.flatMap(({ schema }) => (isSchema(schema['x-ui']) ? [schema['x-ui'].options] : []))
    expect(sources.filter((name) => name !== undefined && !optionSources.has(String(name)))).toEqual([])
    const { repeat } = definition
    const deciding = typeof repeat === 'string' ? [] : ['channelOf' in repeat ? repeat.channelOf : repeat.field]
    expect([...rows, ...deciding].filter((field) => !known(field))).toEqual([])
  })

  it('reads on its block what it has', () => {
    for (const part of definition.summary) {
      if ('addresses' in part) expect(definition.listens).toHaveProperty('address')
      if (!('rows' in part)) continue
      const columns = places.find(({ path }) => path === part.rows)?.schema
      const fields = part.cells.flatMap(({ field, unless }) => (unless === undefined ? [field] : [field, unless.field]))
      const row = isSchema(columns?.items) && isSchema(columns.items.properties) ? columns.items.properties : {}
      expect(fields.filter((field) => !Object.hasOwn(row, field))).toEqual([])
      if (part.join === undefined) continue
      const deciding = places.find(({ path }) => path === part.join?.field)?.schema
      expect(Object.keys(part.join.words).toSorted()).toEqual([...Object(deciding?.enum)].toSorted())
    }
  })

  it('is tested by a form of rows and variables that it has', () => {
    const { rows, also } = definition.testForm ?? { rows: null, also: [] }
    if (rows !== null) expect(definition.listens).toHaveProperty('api')
    expect([rows].filter((field) => field !== null && !known(field))).toEqual([])
    const names = definition.sets.flatMap((rule) => ('name' in rule ? [rule.name] : []))
    expect(also.filter((name) => !names.includes(name))).toEqual([])
  })

  it('sets variables and outputs on exits that it has', () => {
    const exits = definition.exits.flatMap((exit) => ('perRow' in exit ? [] : [exit.id]))
    const named = [...definition.outputs, ...definition.sets].flatMap((rule) => rule.exits ?? [])
    expect(named.filter((exit) => !exits.includes(exit))).toEqual([])
  })
})
