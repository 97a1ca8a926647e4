import { type CompiledTemplate, compileTemplate, placeOfBody } from '../../expressions/index.ts'
import type { NodeDefinition } from '../../nodes/node-definition.ts'
import type { TemplateHints } from '../../nodes/ui-schema.ts'
import { compileQuery, jsonPathArrival } from '../../queries/index.ts'
import { type EffectiveContentType, effectiveContentType } from '../content-type.ts'
import { formatInputPath } from '../input-path.ts'
import type { FlowProblem } from '../problem.ts'
import { isSecretReference } from '../schema.ts'
import { type InputVisit, titleOf, walkInputs } from '../walk-inputs.ts'
import { checkAddress, checkLiterals, checkRecipient } from './literal-checks.ts'
import { checkVariableName } from './variable-name-checks.ts'

/** A problem of one input, without the node it belongs to: nodes that move keep their inputs object. */
export interface Finding extends Pick<FlowProblem, 'severity' | 'code' | 'message' | 'fix'> {
  /** Below `inputs`. */
  readonly path: string
  /** The message goes on after the Action ID: `#2` and `needs URL of Service.` */
  readonly continuesId?: true
}

/** A field with `$variables` that a run renders. */
export interface TemplateUse {
  /** Below `inputs`. */
  readonly path: string
  readonly template: CompiledTemplate
  /** It is filled in at the end of a run that the action or trigger has begun. */
  readonly isAtEnd: boolean
  /** What to do instead of a variable that may be empty, where the action cannot go on with it. */
  readonly neverEmpty?: string
}

export interface InputFindings {
  readonly findings: readonly Finding[]
  readonly templates: readonly TemplateUse[]
}

interface Cached {
  readonly definition: NodeDefinition
  readonly prefixes: readonly string[]
  /** Worked out while JSONPath could be read. */
  readonly isComplete: boolean
  readonly result: InputFindings
}

const cache = new WeakMap<object, Cached>()

/**
 * What is wrong inside the inputs of one action, and the templates in it. Worked out once per inputs object, so
 * that a keystroke costs one action, not the whole flow.
 */
export function findingsOf(
  inputs: Readonly<Record<string, unknown>>,
  definition: NodeDefinition,
  prefixes: readonly string[],
): InputFindings {
  const known = cache.get(inputs)
  const isComplete = jsonPathArrival.hasCome()
  const isKnown = known?.definition === definition && known.prefixes === prefixes && known.isComplete === isComplete
  if (isKnown) return known.result
  const result = inspect(inputs, definition, prefixes)
  cache.set(inputs, { definition, prefixes, isComplete, result })
  return result
}

function inspect(
  inputs: Readonly<Record<string, unknown>>,
  definition: NodeDefinition,
  prefixes: readonly string[],
): InputFindings {
  const findings: Finding[] = []
  const templates: TemplateUse[] = []
  walkInputs(definition.inputs, inputs, (input) => {
    if (!input.visible) return
    findings.push(
      ...checkMissing(input),
      ...checkVariableName(input, prefixes),
      ...checkQuery(input),
      ...checkUrl(input),
    )
    const hints = input.schema['x-template']
    if (hints === undefined) return
    const contentType = effectiveContentType(input.inputs, hints)
    if (hints.place === 'body') findings.push(...checkContentType(contentType))
    if (typeof input.value !== 'string' || input.value === '') return
    const path = formatInputPath(input.path)
    const template = compileTemplate(input.value, placeOf(hints, contentType))
    const { neverEmpty } = hints
    templates.push({
      path,
      template,
      isAtEnd: hints.atEnd === true,
      ...(neverEmpty === undefined ? {} : { neverEmpty }),
    })
    if (hints.place === 'body') findings.push(...checkBodyIsTyped(template, contentType, path))
    for (const { severity, code, message } of template.problems) findings.push({ severity, code, message, path })
    findings.push(...checkLiterals(template, path), ...(hints.holds === 'phone' ? checkRecipient(template, path) : []))
  })
  return { findings, templates }
}

/** Where a template's values land, which decides how its text is read. */
export function placeOf(hints: TemplateHints, { contentType }: EffectiveContentType) {
  return hints.place === 'body' ? placeOfBody(contentType) : hints.place
}

/** Required inputs hold something; so do rows marked secret, whose values copies and imports leave out. */
function checkMissing({ schema, path, value, secret, required }: InputVisit): Finding[] {
  const isSecretRow = secret && schema['x-secret'] !== true
  if (!isEmpty(value) || (!required && !isSecretRow)) return []
  const wanted = `${titleOf(schema, path)}${rowOf(path)}`
  const base = { severity: 'error', path: formatInputPath(path), continuesId: true } as const
  if (!secret) return [{ ...base, code: 'INPUT_MISSING', message: `needs ${wanted}.` }]
  return [
    { ...base, code: 'SECRET_MISSING', message: `needs ${wanted}. Secrets are not copied with a flow: enter it.` },
  ]
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (isSecretReference(value)) return false
  return Array.isArray(value) && value.length === 0
}

/** ` in row 2` where the input stands in a list. */
function rowOf(path: readonly (string | number)[]): string {
  const index = path.findLast((segment) => typeof segment === 'number')
  return typeof index === 'number' ? ` in row ${index + 1}` : ''
}

function checkQuery({ schema, path, value }: InputVisit): Finding[] {
  if (schema['x-query'] !== true || typeof value !== 'string' || value.trim() === '') return []
  const compiled = compileQuery(value)
  if (!('problem' in compiled)) return []
  return [{ severity: 'error', path: formatInputPath(path), code: 'QUERY_INVALID', message: compiled.problem }]
}

function checkUrl({ schema, path, value }: InputVisit): Finding[] {
  return schema['x-url'] === true && typeof value === 'string' ? checkAddress(value, formatInputPath(path)) : []
}

/** Without a content type nobody knows how a value has to be escaped. */
function checkBodyIsTyped(template: CompiledTemplate, { contentType, conflict }: EffectiveContentType, path: string) {
  if (contentType !== undefined || conflict !== undefined || template.references.length === 0) return []
  const message = 'Choose the Content Type of the body: it decides how values are written into it.'
  return [{ severity: 'error', code: 'CONTENT_TYPE_CONFLICT', path, message } as const]
}

function checkContentType({ conflict }: EffectiveContentType): Finding[] {
  if (conflict === undefined) return []
  return [{ severity: 'error', code: 'CONTENT_TYPE_CONFLICT', ...conflict }]
}
