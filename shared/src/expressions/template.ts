import mustache from 'mustache'
import { AppError } from '../errors/app-error.ts'
import type { Json, JsonObject } from '../json/json.ts'
import { type JsonPath, pathText, valueAt } from '../json/path.ts'
import { needsZone } from './functions/functions.ts'
import { createLanding } from './landings/create-landing.ts'
import type { Landing, Report } from './landings/landing.ts'
import { type OutlineItem, outlineOf } from './outline.ts'
import type { Place } from './place.ts'
import { MAX_TEMPLATE_PROBLEMS, type TemplateProblem, templateError } from './problem.ts'
import type { Reference } from './reference.ts'
import { createBudget, createState, type RenderBudget, type RenderState, resolve } from './render-state.ts'
import { type Piece, type Scan, scanTemplate } from './scan.ts'
import { ScopeContext, type Target } from './scope-context.ts'

export interface Rendered {
  /** Text, except in place `value`. In place `header` a byte string: see `headerBytes`. */
  readonly value: Json
  /** Names that had no value, such as `temp` or `EXTCALL_2.error`, each once. */
  readonly missing: readonly string[]
  /** Sentences about functions that gave nothing; absent when there are none. */
  readonly warnings?: readonly string[]
}

/** A template, parsed and placed once, to be rendered often. */
export interface CompiledTemplate {
  readonly text: string
  readonly place: Place
  readonly references: readonly Reference[]
  readonly problems: readonly TemplateProblem[]
  /** The text holds no tokens, so it renders the same for every scope. */
  readonly isConstant: boolean
  /** It names `$DateTime`, or a function reads its time zone: the scope must have it. */
  readonly readsDateTime: boolean
  /**
   * Fills in the values of the scope, of which only own keys of plain JSON are seen. Nothing is parsed here, and
   * values are never read as templates.
   * @param budget of the step; literal text outside sections does not count
   * @throws AppError INVALID_VALUE when a value cannot go where it lands, or the template has errors; VALUE_TOO_LARGE
   */
  render(scope: JsonObject, budget?: RenderBudget): Rendered
}

/**
 * Parses a template for the place where its text lands. Never throws: what is wrong stands in `problems`.
 * Source of the rules: the variable language of the design, section 5.
 */
export function compileTemplate(text: string, place: Place): CompiledTemplate {
  const scan = scanTemplate(text, place)
  const { references } = scan
  const compiled = scan.problems.length > 0 ? refused(scan.problems) : compileScan(scan, place)
  const failure = compiled.problems.find((problem) => problem.severity === 'error')
  const render = failure === undefined ? compiled.render : () => refuse(failure)
  const readsDateTime = references.some(({ name }) => name === 'DateTime') || scan.pieces.some(readsZone)
  const { problems, isConstant } = compiled
  return { text, place, references, problems, isConstant, readsDateTime, render }
}

function readsZone(piece: Piece): boolean {
  return piece.type === 'value' && piece.calls.some(({ definition }) => needsZone(definition))
}

/** The variables a text names, in order. Never throws; malformed tokens are left out. */
export function listReferences(text: string, place: Place = 'text'): readonly Reference[] {
  return scanTemplate(text, place).references
}

type Compiled = Pick<CompiledTemplate, 'problems' | 'isConstant' | 'render'>

/** A token as mustache's `renderTokens` takes it: type, key of the target or text, offsets, content of a section. */
type Span =
  | readonly ['text' | 'name', string, number, number]
  | readonly ['#' | '^', string, number, number, readonly Span[], number]

const NONE_MISSING: readonly string[] = []
const writer = Object.assign(new mustache.Writer(), { templateCache: undefined })
const asItIs = { escape: (text: string) => text }

function refused(problems: readonly TemplateProblem[]): Compiled {
  return { problems, isConstant: false, render: () => ({ value: null, missing: NONE_MISSING }) }
}

function refuse(problem: TemplateProblem): never {
  throw new AppError('INVALID_VALUE', problem.message)
}

function compileScan(scan: Scan, place: Place): Compiled {
  const problems: TemplateProblem[] = []
  const report = (problem: TemplateProblem) => {
    const alike = problems.filter(({ severity }) => severity === problem.severity)
    if (alike.length < MAX_TEMPLATE_PROBLEMS) problems.push(problem)
  }
  const landing = createLanding(place, report)
  const targets = new Map<string, Target>()
  const items = outlineOf(scan.pieces)
  const spans = spansOf(items, { landing, targets, report })
  landing.end()

  const [first] = items
  if (place === 'value' && items.length === 1 && scan.pieces.length === 1 && first?.type === 'value') {
    return { problems, isConstant: false, render: valueRenderer(first) }
  }
  if (targets.size > 0) return { problems, isConstant: false, render: spanRenderer(spans, targets) }
  const constant: Rendered = { value: spans.map(([, text]) => text).join(''), missing: NONE_MISSING }
  return { problems, isConstant: true, render: () => constant }
}

interface Assembly {
  readonly landing: Landing
  readonly targets: Map<string, Target>
  readonly report: Report
}

function spansOf(items: readonly OutlineItem[], assembly: Assembly): Span[] {
  return items.map((item): Span => {
    const { start, end } = item
    if (item.type === 'text') return ['text', assembly.landing.read(item.text), start, end]
    if (item.type === 'section') return sectionSpan(item, assembly)
    const encode = assembly.landing.place(item, pathText(item.path))
    const { path, isAbsolute, calls } = item
    const target = { path, isAbsolute, calls, encode, literalLength: 0 }
    return ['name', addTarget(assembly, target), start, end]
  })
}

function sectionSpan(item: Extract<OutlineItem, { type: 'section' }>, assembly: Assembly): Span {
  const { path, start, end, close } = item
  const literalLength = item.items.reduce((sum, inner) => sum + (inner.type === 'text' ? inner.text.length : 0), 0)
  const key = addTarget(assembly, { path, isAbsolute: false, calls: [], encode: null, literalLength })
  const closeSection = assembly.landing.openSection()
  const spans = spansOf(item.items, assembly)
  const reason = closeSection()
  if (reason !== undefined) assembly.report(templateError({ start, end }, reason))
  return [item.isInverted ? '^' : '#', key, start, end, spans, close]
}

function addTarget({ targets }: Assembly, target: Omit<Target, 'name'>): string {
  const key = String(targets.size)
  targets.set(key, { ...target, name: nameOf(target.path) })
  return key
}

function spanRenderer(spans: readonly Span[], targets: ReadonlyMap<string, Target>): CompiledTemplate['render'] {
  // mustache's types know tokens as lists of text only; these have the shape its parser makes.
  const tokens = spans as unknown as string[][]
  return (scope, budget = createBudget()) => {
    const state = createState(scope, budget)
    const value = writer.renderTokens(tokens, new ScopeContext({ state, targets }), undefined, undefined, asItIs)
    return renderedOf(value, state)
  }
}

function renderedOf(value: Json, { missing, warnings }: RenderState): Rendered {
  const rendered = { value, missing: missing.size === 0 ? NONE_MISSING : [...missing] }
  return warnings.size === 0 ? rendered : { ...rendered, warnings: [...warnings] }
}

function nameOf(path: JsonPath): string {
  return path.length === 0 ? '.' : pathText(path)
}

/** A lone token in place `value` keeps the type of its value; missing is null. */
function valueRenderer({ path, calls }: Extract<OutlineItem, { type: 'value' }>): CompiledTemplate['render'] {
  const slot = { name: nameOf(path), calls }
  return (scope, budget = createBudget()) => {
    const found = valueAt(scope, path)
    if (found !== undefined && calls.length === 0) return { value: found, missing: NONE_MISSING }
    const state = createState(scope, budget)
    const value = resolve(slot, found, state, (other) => valueAt(scope, other))
    return renderedOf(value ?? null, state)
  }
}
