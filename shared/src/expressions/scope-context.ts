import mustache from 'mustache'
import type { Json } from '../json/json.ts'
import { type JsonPath, valueAt } from '../json/path.ts'
import { type RenderState, resolve, type Slot, takeRoom } from './render-state.ts'

/** What a token of a template stands for. mustache knows it by a key only. */
export interface Target extends Slot {
  readonly path: JsonPath
  /** Named by a `$` form: always a variable of the run, also inside a section. */
  readonly isAbsolute: boolean
  /** How the value is written where it lands; null for sections, which only look at it. */
  readonly encode: ((value: Json | undefined) => string) | null
  /** Of a section: how many characters of literal text it repeats for each item. */
  readonly literalLength: number
}

/** One rendering: shared by all contexts that mustache pushes. */
export interface Rendering {
  readonly state: RenderState
  readonly targets: ReadonlyMap<string, Target>
}

/**
 * mustache's view of a scope. A lookup sees own keys of plain JSON only, calls nothing, and inside a section sees the
 * section's item and nothing around it. A section over a text, a number or `true` is a condition: it has no keys, so
 * names inside it mean what they mean outside, and `{{.}}` is its value.
 */
export class ScopeContext extends mustache.Context {
  readonly #item: Json
  readonly #names: Json
  readonly #rendering: Rendering

  constructor(rendering: Rendering, item: Json = rendering.state.scope, names: Json = item) {
    super(item)
    this.#item = item
    this.#names = names
    this.#rendering = rendering
  }

  override push(view: Json | Condition): ScopeContext {
    if (isCondition(view)) return new ScopeContext(this.#rendering, view.value, this.#names)
    return new ScopeContext(this.#rendering, view)
  }

  /** For a value token the text to print; for a section what it iterates over or a falsy value. */
  override lookup(key: string): unknown {
    const target = this.#rendering.targets.get(key)
    if (target === undefined) return undefined
    const { state } = this.#rendering
    const found = this.#find(target.path, target.isAbsolute)
    if (target.encode === null) {
      // An item without text is work, too.
      takeRoom(state.budget, (target.literalLength + 1) * (Array.isArray(found) ? found.length : 1))
      return sectionOf(found)
    }
    const text = target.encode(resolve(target, found, state, (path) => this.#find(path, target.isAbsolute)))
    takeRoom(state.budget, text.length)
    return text
  }

  #find(path: JsonPath, isAbsolute: boolean): Json | undefined {
    if (isAbsolute) return valueAt(this.#rendering.state.scope, path)
    return path.length === 0 ? this.#item : valueAt(this.#names, path)
  }
}

interface Condition {
  readonly [condition]: true
  readonly value: Json
}

const condition = Symbol('condition')

function isCondition(view: Json | Condition): view is Condition {
  return typeof view === 'object' && view !== null && condition in view
}

function sectionOf(value: Json | undefined): Json | Condition | undefined {
  return typeof value === 'object' || !value ? value : { [condition]: true, value }
}
