import { readFileSync } from 'node:fs'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { describe, expect, it } from 'vitest'
import { actions, triggers } from '../../src/nodes/index.ts'
import { integrationActions } from '../helpers/integration-parts.ts'

const text = readFileSync(new URL('../../../docs/actions.md', import.meta.url), 'utf8')
const definitions: readonly NodeDefinition[] = [...triggers, ...actions, ...integrationActions()].map(
  ({ definition }) => definition,
)

/** The part of the page about one action. */
function chapterOf(definition: NodeDefinition): string {
  const chapters = text.split(/^## /m)
  return chapters.find((chapter) => chapter.startsWith(`${definition.title}\n`)) ?? ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Titles of all inputs, those of objects and rows included. */
function titlesIn(schema: unknown): readonly string[] {
  if (!isRecord(schema)) return []
  const inner = isRecord(schema.items) ? schema.items : schema
  const properties = isRecord(inner.properties) ? Object.values(inner.properties) : []
  return properties.flatMap((property) => [
    ...(isRecord(property) && typeof property.title === 'string' ? [property.title] : []),
    ...titlesIn(property),
  ])
}

describe('docs/actions.md', () => {
  it.each(definitions.map((definition) => [definition.title, definition] as const))(
    'describes %s',
    (_title, definition) => {
      const chapter = chapterOf(definition)
      expect(chapter, 'a chapter with the title of the action').not.toBe('')
      const inputs = titlesIn(definition.inputs).filter((title) => !chapter.includes(`**${title}**`))
      expect(inputs, 'inputs').toEqual([])
      const outputs = definition.outputs.map(({ name }) => `$${definition.variablePrefix}_n.${name}`)
      expect(
        outputs.filter((output) => !chapter.includes(output)),
        'outputs',
      ).toEqual([])
      const exits = definition.exits.map(({ label }) => label)
      expect(
        exits.filter((label) => !chapter.includes(`*${label}*`)),
        'exits',
      ).toEqual([])
    },
  )

  it('has no chapter on an action that does not exist', () => {
    const chapters = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)
    const titles = definitions.map(({ title }) => title)
    expect(chapters.filter((title) => title !== undefined && !titles.includes(title))).toEqual([])
  })
})
