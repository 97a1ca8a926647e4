import { isJsonObject, type Json, type JsonObject } from '../json/json.ts'
import { MAX_JSON_DEPTH } from '../json/json-depth.ts'

/**
 * The value of the first key of this name in document order, at any depth, or undefined. An object's own key is met
 * when its turn comes, so a match inside an earlier sibling wins. Builds no paths: this runs in every step.
 */
export function findLabel(tree: Json, label: string, depth = 0): Json | undefined {
  if (typeof tree !== 'object' || tree === null || depth > MAX_JSON_DEPTH) return undefined
  return isJsonObject(tree) ? inObject(tree, label, depth) : inList(tree, label, depth)
}

function inObject(object: JsonObject, label: string, depth: number): Json | undefined {
  // `Object.keys` would make a list of every object that is passed, and iterators an object for each item.
  for (const key in object) {
    const value = object[key]
    if (value === undefined || !Object.hasOwn(object, key)) continue
    if (key === label) return value
    if (typeof value !== 'object') continue
    const found = findLabel(value, label, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function inList(list: readonly Json[], label: string, depth: number): Json | undefined {
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]
    if (typeof item !== 'object') continue
    const found = findLabel(item, label, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
