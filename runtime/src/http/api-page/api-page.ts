import type { TSchema } from 'typebox'
import type { Content, OpenApi, Operation, Parameter } from '../openapi.ts'
import { anchorOf, escapeHtml, inlineHtml, proseHtml } from './html.ts'
import { schemaHtml } from './schema-html.ts'
import { apiPageStyle } from './style.ts'

/** An operation with the methods that it answers at one path. */
interface Entry {
  readonly path: string
  readonly methods: readonly string[]
  readonly operation: Operation
}

/** The OpenAPI document as a page for people. It needs no script, so it can be read and searched anywhere. */
export function apiPage(document: OpenApi, nonce: string): string {
  const entries = entriesOf(document)
  const groups = document.tags
    .map(({ name }) => ({ name, entries: entries.filter(({ operation }) => operation.tags.includes(name)) }))
    .filter((group) => group.entries.length > 0)
  const { title, version } = document.info
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${escapeHtml(title)} API</title>
<style nonce="${escapeHtml(nonce)}">${apiPageStyle}</style>
</head>
<body>
<nav aria-label="Contents">${contentsHtml(groups)}</nav>
<main>
<h1>${escapeHtml(title)} API</h1>
<p>Version ${escapeHtml(version)}. For programs: <a href="/api/openapi.json">openapi.json</a>.</p>
${introduction}
${groups.map(groupHtml).join('\n')}
<section><h2 id="shapes">Shapes</h2>${Object.entries(document.components.schemas).map(shapeHtml).join('\n')}</section>
</main>
</body>
</html>
`
}

const introduction = `<p>Programs send <code>Authorization: Bearer &lt;token&gt;</code> with an API token. Bodies are JSON
in UTF-8. Lists are pages: <code>?limit=1…200</code> and <code>?after=&lt;next of the page before&gt;</code>. Times are
ISO 8601 in UTC. Every error has the shape <a href="#shape-problem">Problem</a>; its <code>code</code> is stable and
meant for programs. Ignore keys that you do not know: later versions may answer more.</p>`

function entriesOf({ paths }: OpenApi): readonly Entry[] {
  return Object.entries(paths).flatMap(([path, operations]) => {
    const byOperation = Map.groupBy(Object.entries(operations), ([, operation]) => operation)
    return [...byOperation].map(([operation, rows]) => ({ path, operation, methods: rows.map(([method]) => method) }))
  })
}

interface Group {
  readonly name: string
  readonly entries: readonly Entry[]
}

function contentsHtml(groups: readonly Group[]): string {
  const links = [...groups.map(({ name }) => name), 'Shapes']
  return `<ul>${links.map((name) => `<li><a href="#${anchorOf(name)}">${escapeHtml(name)}</a></li>`).join('')}</ul>`
}

function groupHtml({ name, entries }: Group): string {
  return `<section><h2 id="${anchorOf(name)}">${escapeHtml(name)}</h2>${entries.map(entryHtml).join('\n')}</section>`
}

function entryHtml({ path, methods, operation }: Entry): string {
  const method = methods.length > 1 ? 'ANY' : (methods[0] ?? '').toUpperCase()
  const { summary, description, parameters = [], requestBody, responses } = operation
  // The page says once, at the top, that any other answer is a Problem.
  const statedResponses = Object.entries(responses).filter(([status]) => status !== 'default')
  const parts = [
    description === undefined ? '' : proseHtml(description),
    parametersHtml(parameters),
    requestBody === undefined ? '' : `<h4>Body</h4>${contentHtml(requestBody.content)}`,
    `<h4>Answers</h4><dl>${statedResponses.map(responseHtml).join('')}</dl>`,
  ]
  const heading = `<span class="method">${method}</span> <code>${escapeHtml(path)}</code>`
  return `<article id="${anchorOf(`${method} ${path}`)}"><h3>${heading}</h3><p><b>${inlineHtml(summary)}</b></p>${parts.join('')}</article>`
}

function parametersHtml(parameters: readonly Parameter[]): string {
  // Path parameters are clear from their names.
  const shown = parameters.filter((parameter) => parameter.in !== 'path')
  if (shown.length === 0) return ''
  const rows = shown.map(({ name, in: place, required, schema }) => {
    const about = aboutOf(schema)
    const optional = required === true ? '' : '<i>optional</i>'
    return `<li><code>${escapeHtml(name)}</code> ${place} ${schemaHtml(schema)} ${optional}${about === '' ? '' : ` <span class="about">– ${inlineHtml(about)}</span>`}</li>`
  })
  return `<h4>Parameters</h4><ul>${rows.join('')}</ul>`
}

/** The description of a parameter with a pattern is its error message, so readers get its title. */
function aboutOf(schema: TSchema): string {
  if ('title' in schema && typeof schema.title === 'string') return schema.title
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : ''
}

function contentHtml(content: Content): string {
  const types = Object.keys(content)
  const schema = Object.values(content)[0]?.schema ?? {}
  const kind =
    types.length === 1 && types[0] === 'application/json' ? '' : `<span>${escapeHtml(types.join(', '))}: </span>`
  return `<div class="schema">${kind}${schemaHtml(schema)}</div>`
}

type Response = Operation['responses'][string]

function responseHtml([status, { description, content }]: [string, Response]): string {
  const isProblem = content !== undefined && 'application/problem+json' in content
  const body = content === undefined || isProblem ? '' : contentHtml(content)
  return `<dt>${status}</dt><dd>${proseHtml(description)}${body}</dd>`
}

function shapeHtml([name, schema]: [string, OpenApi['components']['schemas'][string]]): string {
  const about = 'description' in schema && typeof schema.description === 'string' ? proseHtml(schema.description) : ''
  return `<article id="shape-${anchorOf(name)}"><h3>${escapeHtml(name)}</h3>${about}<div class="schema">${schemaHtml(schema)}</div></article>`
}
