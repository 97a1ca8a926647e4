import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import type { Json, JsonObject } from '../json/json.ts'

// Parts that the schemas of answers are made of. Their types are readonly: nobody changes what was answered.

interface ShapeOptions {
  /** Names the shape in OpenAPI, where it is then defined once. Must be unique. */
  readonly title?: string
  readonly description?: string
}

/**
 * An object in an answer. It allows further keys, so that a later version may answer more without breaking callers;
 * the test suites refuse every key that is not declared.
 */
export function shape<Properties extends TProperties>(
  properties: Properties,
  options: ShapeOptions = {},
): TUnsafe<Readonly<Static<TObject<Properties>>>> {
  return Type.Unsafe(Type.Object(properties, { ...options }))
}

/** As `shape`, for what others write: members that are not declared are kept, and no suite refuses them. */
export function openShape<Properties extends TProperties>(
  properties: Properties,
  options: ShapeOptions = {},
): TUnsafe<Readonly<Static<TObject<Properties>>>> {
  return Type.Unsafe(Type.Object(properties, { additionalProperties: true, ...options }))
}

export function list<Item extends TSchema>(item: Item, options: ShapeOptions = {}): TUnsafe<readonly Static<Item>[]> {
  return Type.Unsafe(Type.Array(item, { ...options }))
}

/** An object with names of any kind, such as those of variables. */
export function dictionary<Value extends TSchema>(
  value: Value,
  options: ShapeOptions = {},
): TUnsafe<Readonly<Record<string, Static<Value>>>> {
  return Type.Unsafe({ type: 'object', additionalProperties: value, ...options })
}

export function nullable<Value extends TSchema>(
  value: Value,
  options: ShapeOptions = {},
): TUnsafe<Static<Value> | null> {
  return Type.Unsafe(Type.Union([value, Type.Null()], { ...options }))
}

/** Any JSON value. */
export const anyJson = Type.Unsafe<Json>({})

/** Any JSON object. */
export function jsonObject(options: ShapeOptions = {}): TUnsafe<JsonObject> {
  return Type.Unsafe({ type: 'object', ...options })
}

/** An ISO 8601 time in UTC. */
export function time(description?: string) {
  return Type.String({ format: 'date-time', ...(description === undefined ? {} : { description }) })
}

export function text(description?: string) {
  return Type.String(description === undefined ? {} : { description })
}

/** Of a flow. */
export function version() {
  return Type.Integer({ description: 'Below zero for a draft that is tested: minus its revision.' })
}

export function count(description?: string) {
  return Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) })
}
