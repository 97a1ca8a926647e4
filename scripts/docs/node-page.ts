import type { ExitRule, NodeDefinition, OutputField, VariableRule } from '@patchbay/shared/nodes'
import { afterCrash } from './after-crash.ts'
import { inputList } from './input-list.ts'
import { conditionText, inputAt, propertiesOf, titleAt } from './input-schema.ts'
import { code, either, plain, wrap } from './markdown.ts'

/** A sample flow that uses the trigger or action. */
export interface SampleFlow {
  readonly name: string
  readonly description: string
  /** Its file, as seen from the page. */
  readonly link: string
  readonly types: ReadonlySet<string>
}

/**
 * The page of a trigger or action in Markdown, from its definition alone, with the guide that a person wrote at its
 * end. A guide is Markdown whose headings begin at the second level, or empty.
 */
export function nodePage(definition: NodeDefinition, guide: string, samples: readonly SampleFlow[]): string {
  const { title, description, inputs, exits, kind, test } = definition
  const sections = [
    `# ${plain(title)}`,
    wrap(`${plain(description)}${howMany(definition)}`),
    ...(propertiesOf(inputs).length === 0 ? [] : ['## Inputs', inputList(definition)]),
    ...(exits.length === 0 ? [] : ['## Exits', exits.map((exit) => exitLine(inputs, exit)).join('\n')]),
    ...variablesSection(definition),
    ...(kind === 'trigger' ? [] : ['## After a crash', afterCrash(definition)]),
    ...(test === undefined ? [] : ['## Test', testText(test.title)]),
    ...(guide === '' ? [] : [guide]),
    ...(samples.length === 0 ? [] : ['## Sample flows', samplesText, samples.map(sampleLine).join('\n')]),
    wrap(
      `Type \`${definition.id}\`, version ${definition.typeVersion}. [What holds for all actions](../actions.md); [all of them](README.md).`,
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

const samplesText = wrap('*New Flow* offers them as templates. Their files are imported on the page of flows.')

function sampleLine({ name, description, link }: SampleFlow): string {
  return wrap(`[${plain(name)}](${link}): ${plain(description)}`, '- ')
}

function howMany({ kind, maxPerFlow }: NodeDefinition): string {
  if (maxPerFlow !== undefined) return ` A flow has at most ${maxPerFlow === 1 ? 'one' : maxPerFlow}.`
  return kind === 'trigger' ? ' A flow may have several.' : ''
}

function exitLine(inputs: unknown, rule: ExitRule): string {
  if ('perRow' in rule) {
    const [first, second] = [1, 2].map((number) => `*${plain(rule.unnamed.replace('{n}', String(number)))}*`)
    const names = [...rule.label.matchAll(/\{(\w+)\}/g)].map(([, name]) => titleAt(inputs, `${rule.perRow}.${name}`))
    return wrap(
      `${first}, ${second} and so on: one for each row of ${titleAt(inputs, rule.perRow)}, named by its ${either(names)}`,
      '- ',
    )
  }
  const when = rule.when === undefined ? '' : `, there when ${conditionText(inputs, rule.when)}`
  return wrap(
    `*${plain(rule.label)}*${when}${rule.whenOpen === undefined ? '' : `. Not connected: ${lowerFirst(plain(rule.whenOpen))}`}`,
    '- ',
  )
}

function variablesSection(definition: NodeDefinition): readonly string[] {
  const rows = [
    ...definition.sets.map((rule) => setRow(definition, rule)),
    ...definition.outputs.flatMap((output) => outputRows(definition, output)),
  ]
  return rows.length === 0
    ? []
    : ['## Variables', ['| Variable | Holds | Sample |', '|---|---|---|', ...rows].join('\n')]
}

function setRow(definition: NodeDefinition, rule: VariableRule): string {
  const on = onExits(definition, rule.exits)
  if ('name' in rule) return row(code(`$${rule.name}`), `${plain(rule.title)}${on}`, rule.sample)
  if ('nameInput' in rule) {
    const own = code(`$${definition.variablePrefix}_n`)
    return row(
      `${own}, or by *${plain(inputAt(definition.inputs, rule.nameInput)?.title ?? '')}*`,
      `${plain(rule.title)} (${rule.type})${on}`,
      rule.sample,
    )
  }
  const name = inputAt(definition.inputs, `${rule.perRow}.${rule.nameField}`)?.title ?? rule.nameField
  return row(`\`$…\`, by its *${plain(name)}*`, `one for each row of ${titleAt(definition.inputs, rule.perRow)}${on}`)
}

/** Of an object with fields, one row for each of them. */
function outputRows(definition: NodeDefinition, { fields, ...output }: OutputField): readonly string[] {
  const { name, exits = [], when } = output
  if (fields === undefined) return [outputRow(definition, output)]
  const ofOutput = { ...(exits.length === 0 ? {} : { exits }), ...(when === undefined ? {} : { when }) }
  return fields.map((field) => outputRow(definition, { ...field, ...ofOutput, name: `${name}.${field.name}` }))
}

function outputRow(definition: NodeDefinition, { name, title, type, exits, when, sample }: OutputField): string {
  const kind = type === 'any' ? '' : ` (${type})`
  const there = when === undefined ? '' : `, there when ${conditionText(definition.inputs, when)}`
  return row(
    code(`$${definition.variablePrefix}_n.${name}`),
    `${plain(title)}${kind}${onExits(definition, exits)}${there}`,
    sample,
  )
}

function row(name: string, holds: string, sample?: string): string {
  return `| ${name} | ${holds} | ${sample === undefined ? '' : code(sample).replaceAll('|', '\\|')} |`
}

/** Nothing where it is set on all exits. */
function onExits({ exits }: NodeDefinition, ids: readonly string[] | undefined): string {
  if (ids === undefined) return ''
  const labels = exits.flatMap((exit) => (ids.includes(exit.id) ? [`*${plain(exit.label)}*`] : []))
  return `, set on ${either(labels)}`
}

function testText(title: string): string {
  return wrap(`*${plain(title)}* in the foot of the Configurations Panel tries the inputs without starting a run.`)
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
}
