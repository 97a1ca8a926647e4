import { existsSync, globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Flow } from '@patchbay/shared/flow'
import { type NodeCategory, type NodeDefinition, nodeCategories } from '@patchbay/shared/nodes'
import { actions, triggers } from '../../runtime/src/nodes/index.ts'
import { inRoot } from '../../runtime/src/platform/project-root.ts'
import { integrationActions } from '../../runtime/test/helpers/integration-parts.ts'
import { plain, wrap } from './markdown.ts'
import { nodePage, type SampleFlow } from './node-page.ts'

/** From the root of the project. */
export const nodePagesFolder = 'docs/nodes'

const MOST_SAMPLES = 2

const heads: Readonly<Record<NodeCategory, string>> = {
  triggers: 'Triggers',
  messaging: 'Messaging',
  data: 'Data',
  logic: 'Logic',
  integrations: 'Integrations',
}

/** Every page by its file name: one for each trigger and action, and the index. */
export async function allNodePages(): Promise<ReadonlyMap<string, string>> {
  const definitions = [...triggers, ...actions, ...integrationActions()].map(({ definition }) => definition)
  const samples = readSamples()
  const pages = definitions.map(async (definition) => {
    const { id } = definition
    const used = samples.filter(({ types }) => types.has(id)).slice(0, MOST_SAMPLES)
    return [`${id}.md`, nodePage(definition, await guideOf(definition), used)] as const
  })
  return new Map([['README.md', indexPage(definitions)], ...(await Promise.all(pages))])
}

function indexPage(definitions: readonly NodeDefinition[]): string {
  const parts = nodeCategories.flatMap((category) => {
    const listed = definitions.filter((definition) => definition.category === category)
    const lines = listed.map(({ id, title, description }) =>
      wrap(`[${plain(title)}](${id}.md): ${plain(description)}`, '- '),
    )
    return lines.length === 0 ? [] : [`## ${heads[category]}`, lines.join('\n')]
  })
  const general = wrap('Every trigger and action. What holds for all of them is in [actions.md](../actions.md).')
  const made = 'These pages are made by `npm run docs` from the definitions and guides of the actions.'
  return `${['# Triggers and actions', general, ...parts, made].join('\n\n')}\n`
}

/** The sample flows, those with few actions first, because they show one of them best. */
function readSamples(): readonly SampleFlow[] {
  const samples = globSync('flows/*.flow.json', { cwd: inRoot('.') }).map((path) => {
    const { name, description, nodes } = JSON.parse(readFileSync(inRoot(path), 'utf8')) as Flow // files of our own
    const link = posix.relative(nodePagesFolder, path.replaceAll('\\', '/'))
    return { name, description, link, types: new Set(nodes.map(({ type }) => type)), size: nodes.length }
  })
  return samples.toSorted((one, other) => one.size - other.size || one.name.localeCompare(other.name))
}

/** What a person wrote beside the definition, with its links as they are seen from the folder of the pages. */
async function guideOf({ id }: NodeDefinition): Promise<string> {
  const [found] = globSync(`runtime/src/{nodes/*,integrations/*/actions}/${id}/definition.ts`, { cwd: inRoot('.') })
  if (found === undefined) throw new Error(`The folder of ${id} has another name. Name it like the id.`)
  const folder = posix.dirname(found.replaceAll('\\', '/'))
  const path = `${folder}/guide.md`
  if (!existsSync(inRoot(path))) return ''
  return relinked((await readFile(inRoot(path), 'utf8')).replaceAll('\r\n', '\n').trim(), folder)
}

/** A link to the guide of another action leads to its page. */
function relinked(guide: string, folder: string): string {
  return guide.replace(/\]\((?![a-z]+:|#|\/)([^)]+)\)/g, (_link, target: string) => {
    const page = /([^/]+)\/guide\.md$/.exec(target)?.[1]
    return `](${page === undefined ? posix.relative(nodePagesFolder, posix.join(folder, target)) : `${page}.md`})`
  })
}
