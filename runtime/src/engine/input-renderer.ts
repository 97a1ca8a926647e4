import {
  type CompiledTemplate,
  compileTemplate,
  headerText,
  type Place,
  placeOfBody,
} from '@patchbay/shared/expressions'
import { effectiveContentType, isSecretReference, walkInputs } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import type { NodeDefinition, TemplateHints } from '@patchbay/shared/nodes'
import { MASK } from '../secrets/mask.ts'

/** The inputs of one visit: `values` for the action, `shown` for the run's record, with secrets masked. */
export interface RenderedInputs {
  readonly values: unknown
  readonly shown: unknown
  /** Names of the variables that had no value. */
  readonly missing: readonly string[]
}

export type InputRenderer = (scope: JsonObject) => RenderedInputs

interface Slot {
  readonly template: CompiledTemplate | string
  readonly isSecret: boolean
}

type Shape =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'list'; readonly items: readonly Shape[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Shape])[] }

/**
 * Compiles the inputs of one node once, so that a run only fills in values: templates are parsed, secrets
 * unsealed, and everything without a variable is shared between runs as it is.
 */
export function compileInputs(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): InputRenderer {
  const shape = shapeOf(inputs, [], readSlots(definition, inputs, secrets))
  if (shape.kind === 'constant') {
    const rendered: RenderedInputs = { values: shape.value, shown: shape.value, missing: [] }
    return () => rendered
  }
  return (scope) => {
    const missing: string[] = []
    const [values, shown] = fill(shape, scope, missing)
    return { values, shown, missing }
  }
}

interface Slots {
  readonly byPath: ReadonlyMap<string, Slot>
  /** Inputs that the form does not show, such as the password of another kind of authentication: left out. */
  readonly hidden: ReadonlySet<string>
}

function readSlots(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): Slots {
  const byPath = new Map<string, Slot>()
  const hidden = new Set<string>()
  walkInputs(definition.inputs, inputs, (input) => {
    const key = keyOf(input.path)
    if (!input.visible) hidden.add(key)
    const isSecret = input.secret || isSecretReference(input.value)
    const text = isSecretReference(input.value) ? (secrets.get(input.value.$secret) ?? '') : input.value
    if (typeof text !== 'string' || !input.visible) return
    const hints = input.schema['x-template']
    if (hints !== undefined) byPath.set(key, { template: compileTemplate(text, placeOf(hints, inputs)), isSecret })
    else if (isSecret) byPath.set(key, { template: text, isSecret })
  })
  return { byPath, hidden }
}

/** The escape rule of a template: its own place, or for bodies the one of the effective content type. */
function placeOf(hints: TemplateHints, inputs: Readonly<Record<string, unknown>>): Place {
  return hints.place === 'body' ? placeOfBody(effectiveContentType(inputs, hints).contentType) : hints.place
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path)
}

function shapeOf(value: unknown, path: readonly (string | number)[], slots: Slots): Shape {
  const slot = slots.byPath.get(keyOf(path))
  if (slot !== undefined) return { kind: 'slot', slot }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => shapeOf(item, [...path, index], slots))
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'list', items }
  }
  if (typeof value === 'object' && value !== null) {
    const all = Object.entries(value)
    const visible = all.filter(([key]) => !slots.hidden.has(keyOf([...path, key])))
    const entries = visible.map(([key, item]) => [key, shapeOf(item, [...path, key], slots)] as const)
    const isSame = visible.length === all.length && entries.every(([, item]) => isConstant(item))
    return isSame ? { kind: 'constant', value } : { kind: 'object', entries }
  }
  return { kind: 'constant', value }
}

function isConstant(shape: Shape): boolean {
  return shape.kind === 'constant'
}

function fill(shape: Shape, scope: JsonObject, missing: string[]): [values: unknown, shown: unknown] {
  switch (shape.kind) {
    case 'constant':
      return [shape.value, shape.value]
    case 'slot':
      return fillSlot(shape.slot, scope, missing)
    case 'list': {
      const pairs = shape.items.map((item) => fill(item, scope, missing))
      return [pairs.map(([value]) => value), pairs.map(([, shown]) => shown)]
    }
    case 'object': {
      const values: Record<string, unknown> = {}
      const shown: Record<string, unknown> = {}
      for (const [key, item] of shape.entries) [values[key], shown[key]] = fill(item, scope, missing)
      return [values, shown]
    }
  }
}

function fillSlot(slot: Slot, scope: JsonObject, missing: string[]): [values: unknown, shown: unknown] {
  if (typeof slot.template === 'string') return [slot.template, MASK]
  const rendered = slot.template.render(scope)
  missing.push(...rendered.missing)
  if (slot.isSecret) return [rendered.value, MASK]
  const isHeader = slot.template.place === 'header' && typeof rendered.value === 'string'
  return [rendered.value, isHeader ? headerText(rendered.value) : rendered.value]
}
