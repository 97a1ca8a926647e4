import { type CompiledTemplate, compileTemplate, type Place, placeOfBody } from '@patchbay/shared/expressions'
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
  const shape = shapeOf(inputs, [], collectSlots(definition, inputs, secrets))
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

function collectSlots(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>()
  walkInputs(definition.inputs, inputs, (input) => {
    const isSecret = input.secret || isSecretReference(input.value)
    const text = isSecretReference(input.value) ? (secrets.get(input.value.$secret) ?? '') : input.value
    if (typeof text !== 'string') return
    const hints = input.schema['x-template']
    if (hints !== undefined) {
      slots.set(keyOf(input.path), { template: compileTemplate(text, placeOf(hints, inputs)), isSecret })
    } else if (isSecret) {
      slots.set(keyOf(input.path), { template: text, isSecret })
    }
  })
  return slots
}

/** The escape rule of a template: its own place, or for bodies the one of the effective content type. */
function placeOf(hints: TemplateHints, inputs: Readonly<Record<string, unknown>>): Place {
  return hints.place === 'body' ? placeOfBody(effectiveContentType(inputs, hints).contentType) : hints.place
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path)
}

function shapeOf(value: unknown, path: readonly (string | number)[], slots: ReadonlyMap<string, Slot>): Shape {
  const slot = slots.get(keyOf(path))
  if (slot !== undefined) return { kind: 'slot', slot }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => shapeOf(item, [...path, index], slots))
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'list', items }
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, shapeOf(item, [...path, key], slots)] as const)
    return entries.every(([, item]) => isConstant(item)) ? { kind: 'constant', value } : { kind: 'object', entries }
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
  return [rendered.value, slot.isSecret ? MASK : rendered.value]
}
