import mustache from 'mustache'
import { AppError } from '../errors/app-error.ts'
import type { Json, JsonObject } from '../json/json.ts'
import { MAX_STEP_CHARACTERS } from '../json/json-size.ts'
import { type JsonPath, valueAt } from '../json/path.ts'

/** What a token of a template stands for. mustache knows it by a key only. */
export interface Target {
  readonly path: JsonPath
  /** Named by a `$` form: always a variable of the run, also inside a section. */
  readonly isAbsolute: boolean
  /** The name in warnings. */
  readonly name: string
  /** How the value is written where it lands; null for sections, which only look at it. */
  readonly encode: ((value: Json | undefined) => string) | null
  /** Of a section: how many characters of literal text it repeats for each item. */
  readonly literalLength: number
}

/** One rendering: shared by all contexts that mustache pushes. */
export interface Rendering {
  readonly scope: JsonObject
  readonly targets: ReadonlyMap<string, Target>
  readonly missing: Set<string>
  /** How many characters the text may still grow by. */
  room: number
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

  constructor(rendering: Rendering, item: Json = rendering.scope, names: Json = item) {
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
    const value = this.#find(target)
    if (target.encode === null) {
      // An item without text is work, too.
      this.#take((target.literalLength + 1) * (Array.isArray(value) ? value.length : 1))
      return sectionOf(value)
    }
    if (value === undefined) this.#rendering.missing.add(target.name)
    const text = target.encode(value)
    this.#take(text.length)
    return text
  }

  #take(characters: number): void {
    this.#rendering.room -= characters
    if (this.#rendering.room < 0) refuseLength()
  }

  #find({ path, isAbsolute }: Target): Json | undefined {
    if (isAbsolute) return valueAt(this.#rendering.scope, path)
    return path.length === 0 ? this.#item : valueAt(this.#names, path)
  }
}

function refuseLength(): never {
  const message = `The text with its variables filled in has more than ${MAX_STEP_CHARACTERS.toLocaleString('en')} characters.`
  throw new AppError('VALUE_TOO_LARGE', message, { extra: { help: 'Use smaller values, or fewer of them.' } })
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
