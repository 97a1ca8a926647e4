import type { IntegrationManifest, ManifestChange } from '../api/integrations.ts'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../json/index.ts'

/** The member that names the entries of a list, by the path of the list without its own names. */
const nameOf: ReadonlyMap<string, string> = new Map([
  ['actions', 'name'],
  ['inputs', 'key'],
  ['authentication_configuration', 'field_name'],
])

/**
 * What a manifest changes against the one that it replaces, in the order of the newer one. Entries of lists are told apart
 * by their names.
 * @returns paths such as `actions.create_ticket.inputs.priority.format`
 */
export function compareManifests(before: IntegrationManifest, after: IntegrationManifest): readonly ManifestChange[] {
  // A manifest was read from JSON.
  return changesOf(before as unknown as Json, after as unknown as Json, [])
}

function changesOf(before: Json, after: Json, path: readonly string[]): readonly ManifestChange[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(after), ...Object.keys(before)])
    return [...keys].flatMap((key) => memberChanges(own(before, key), own(after, key), [...path, key]))
  }
  const name = nameOf.get(path.at(-1) ?? '')
  if (name !== undefined && isList(before) && isList(after)) {
    const [was, is] = [byName(before, name), byName(after, name)]
    const names = new Set([...is.keys(), ...was.keys()])
    const changes = [...names].flatMap((key) => memberChanges(was.get(key), is.get(key), [...path, key]))
    return [...changes, ...orderChange([...was.keys()], [...is.keys()], path)]
  }
  if (stringifyJson(before) === stringifyJson(after)) return []
  return [{ kind: 'changed', path: path.join('.'), before: shown(before), after: shown(after) }]
}

/** Forms have their fields in the order of the manifest. */
function orderChange(
  was: readonly string[],
  is: readonly string[],
  path: readonly string[],
): readonly ManifestChange[] {
  const [before, after] = [was.filter((key) => is.includes(key)), is.filter((key) => was.includes(key))]
  if (before.join('\n') === after.join('\n')) return []
  return [{ kind: 'changed', path: path.join('.'), before: before.join(', '), after: after.join(', ') }]
}

function memberChanges(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[],
): readonly ManifestChange[] {
  if (before !== undefined && after !== undefined) return changesOf(before, after, path)
  if (after !== undefined) return [{ kind: 'added', path: path.join('.'), before: null, after: shown(after) }]
  if (before !== undefined) return [{ kind: 'removed', path: path.join('.'), before: shown(before), after: null }]
  return []
}

/** A member of a manifest may have the name of a method of every object. */
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function byName(list: readonly Json[], name: string): ReadonlyMap<string, Json> {
  return new Map(list.map((entry, at) => [isJsonObject(entry) ? String(entry[name] ?? at) : String(at), entry]))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** A value in a line: texts as they are, what people call an entry, JSON for the rest. */
function shown(value: Json): string {
  if (typeof value === 'string') return value
  if (isJsonObject(value)) {
    const { display, name, display_name: title } = value
    for (const word of [display, title, name]) if (typeof word === 'string') return word
  }
  return stringifyJson(value)
}
