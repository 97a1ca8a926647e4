import {
  type CompiledTemplate,
  compileTemplate,
  createBudget,
  headerText,
  type Place,
  placeOfBody,
  type Reference,
  takeRoom,
} from '@patchbay/shared/expressions'
import {
  effectiveContentType,
  isSecretReference,
  type PeopleGroup,
  peopleGroups,
  walkInputs,
} from '@patchbay/shared/flow'
import { type Json, type JsonObject, jsonSize } from '@patchbay/shared/json'
import type { NodeDefinition, TemplateHints } from '@patchbay/shared/nodes'
import { MASK } from '../platform/secrets/mask.ts'

/** The inputs of one visit: `values` for the action, `shown` for the run's record, with secrets masked. */
export interface RenderedInputs {
  readonly values: unknown
  readonly shown: unknown
  /** Names of the variables that had no value. */
  readonly missing: readonly string[]
  /** Sentences about functions that gave nothing. */
  readonly warnings?: readonly string[]
}

export interface InputRenderer {
  /** @throws AppError VALUE_TOO_LARGE, and as a template throws */
  (scope: JsonObject): RenderedInputs
  /** Whether a template names `$DateTime`, which is made only in that case. */
  readonly readsDateTime: boolean
  /** The fields of `$contact` and `$conversation` that templates name, which are read only in that case. */
  readonly readsPeople: PeopleReads
}

/** By group the fields that are named, or `all` where a template names the whole group. */
export type PeopleReads = ReadonlyMap<PeopleGroup, ReadonlySet<string> | 'all'>

interface Slot {
  readonly template: CompiledTemplate | string
  readonly isSecret: boolean
}

/** Inputs with numbered slots. `base` is the object with everything that never changes. */
type Shape =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'slot'; readonly index: number }
  | { readonly kind: 'list'; readonly items: readonly Shape[] }
  | { readonly kind: 'object'; readonly base: object; readonly changing: readonly (readonly [string, Shape])[] }

/**
 * Compiles the inputs of one node once, so that a run only fills in values: templates are parsed, secrets
 * unsealed, and everything without a variable is shared between runs as it is.
 * @param isAtEnd fills in the inputs that are for the end of a run, and only those
 */
export function compileInputs(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
  isAtEnd = false,
): InputRenderer {
  const read = readSlots(definition, inputs, secrets, isAtEnd)
  const templates = [...read.byPath.values()].flatMap(({ template }) =>
    typeof template === 'string' ? [] : [template],
  )
  const reads = {
    readsDateTime: templates.some((template) => template.readsDateTime),
    readsPeople: peopleReads(templates.flatMap(({ references }) => references)),
  }
  const slots: Slot[] = []
  const shape = shapeOf(inputs, [], { ...read, slots })
  if (shape.kind === 'constant') {
    const rendered: RenderedInputs = { values: shape.value, shown: shape.value, missing: [] }
    return Object.assign(() => rendered, reads)
  }
  const isShownAsItIs = slots.every((slot) => !differsWhenShown(slot))
  const render = (scope: JsonObject) => {
    const notes: Notes = { missing: new Set(), warnings: new Set() }
    const rendered = renderSlots(slots, scope, notes)
    const values = fill(shape, rendered)
    const shown = isShownAsItIs
      ? values
      : fill(
          shape,
          slots.map((slot, index) => showSlot(slot, rendered[index])),
        )
    return { values, shown, ...notedIn(notes) }
  }
  return Object.assign(render, reads)
}

function peopleReads(references: readonly Reference[]): PeopleReads {
  const reads = new Map<PeopleGroup, Set<string> | 'all'>()
  for (const { path } of references) {
    const group = peopleGroups.find((name) => name === path[0])
    if (group === undefined) continue
    const [, field] = path
    const fields = reads.get(group) ?? new Set()
    reads.set(group, typeof field === 'string' && fields !== 'all' ? fields.add(field) : 'all')
  }
  return reads
}

interface Slots {
  readonly byPath: ReadonlyMap<string, Slot>
  /** Inputs that the form hides and that are left out, such as the password of another kind of authentication. */
  readonly hidden: ReadonlySet<string>
}

function readSlots(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
  isAtEnd: boolean,
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
    if (hints !== undefined && (hints.atEnd === true) !== isAtEnd) return
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

interface Shaping extends Slots {
  /** The slots that each run fills in, by number. */
  readonly slots: Slot[]
}

function shapeOf(value: unknown, path: readonly (string | number)[], shaping: Shaping): Shape {
  const slot = shaping.byPath.get(keyOf(path))
  if (slot !== undefined) return slotShape(slot, shaping.slots)
  if (Array.isArray(value)) {
    const items = value.map((item, index) => shapeOf(item, [...path, index], shaping))
    return items.every(isConstant) ? { kind: 'constant', value: items.map(constantOf) } : { kind: 'list', items }
  }
  if (typeof value === 'object' && value !== null) {
    const visible = Object.entries(value).filter(([key]) => !shaping.hidden.has(keyOf([...path, key])))
    const entries = visible.map(([key, item]) => [key, shapeOf(item, [...path, key], shaping)] as const)
    const base = Object.fromEntries(entries.map(([key, item]) => [key, constantOf(item)]))
    const changing = entries.filter(([, item]) => !isConstant(item))
    return changing.length === 0 ? { kind: 'constant', value: base } : { kind: 'object', base, changing }
  }
  return { kind: 'constant', value }
}

/** A text without variables is rendered once, here. */
function slotShape(slot: Slot, slots: Slot[]): Shape {
  const { template } = slot
  if (
    typeof template !== 'string' &&
    template.isConstant &&
    template.problems.length === 0 &&
    !differsWhenShown(slot)
  ) {
    return { kind: 'constant', value: template.render({}).value }
  }
  return { kind: 'slot', index: slots.push(slot) - 1 }
}

function isConstant(shape: Shape): boolean {
  return shape.kind === 'constant'
}

function constantOf(shape: Shape): unknown {
  return shape.kind === 'constant' ? shape.value : undefined
}

function fill(shape: Shape, rendered: readonly unknown[]): unknown {
  switch (shape.kind) {
    case 'constant':
      return shape.value
    case 'slot':
      return rendered[shape.index]
    case 'list':
      return shape.items.map((item) => fill(item, rendered))
    case 'object': {
      const filled: Record<string, unknown> = { ...shape.base }
      for (const [key, item] of shape.changing) filled[key] = fill(item, rendered)
      return filled
    }
  }
}

const NONE_MISSING: readonly string[] = []

/** What the templates of a step noticed. */
interface Notes {
  readonly missing: Set<string>
  readonly warnings: Set<string>
}

function notedIn({ missing, warnings }: Notes): Pick<RenderedInputs, 'missing' | 'warnings'> {
  const noted = { missing: missing.size === 0 ? NONE_MISSING : [...missing] }
  return warnings.size === 0 ? noted : { ...noted, warnings: [...warnings] }
}

/** Together the values have a most size: a step is stored and sent as a whole. */
function renderSlots(slots: readonly Slot[], scope: JsonObject, notes: Notes): Json[] {
  const budget = createBudget()
  let room = budget.room
  return slots.map(({ template }) => {
    if (typeof template === 'string') return template
    budget.room = room
    const rendered = template.render(scope, budget)
    for (const name of rendered.missing) notes.missing.add(name)
    for (const warning of rendered.warnings ?? []) notes.warnings.add(warning)
    // A value that keeps its type counts as the text it is stored as.
    budget.room = room
    takeRoom(budget, jsonSize(rendered.value, room))
    room = budget.room
    return rendered.value
  })
}

/** Whether the stored step must differ from what the action gets. */
function differsWhenShown({ template, isSecret }: Slot): boolean {
  return isSecret || isHeader(template)
}

function showSlot({ template, isSecret }: Slot, value: unknown): unknown {
  if (isSecret) return MASK
  return isHeader(template) && typeof value === 'string' ? headerText(value) : value
}

function isHeader(template: Slot['template']): boolean {
  return typeof template !== 'string' && template.place === 'header'
}
