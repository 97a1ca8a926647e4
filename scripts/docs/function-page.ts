// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language shown writes names in ${…}
import { functions } from '@patchbay/shared/expressions'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { exampleScope, functionExamples } from '../../shared/test/fixtures/function-examples.ts'

/** The page of the functions, from the repository's root. */
export const functionPagePath = 'docs/functions.md'

/** The text of the page: the list of functions, and the examples that a test runs. */
export function functionPage(): string {
  return `${[
    '# Functions',
    '',
    '<!-- Written by `npm run docs` from the functions and the examples that test them. -->',
    '',
    ...introduction,
    '',
    '| Function | Does | From | To |',
    '|---|---|---|---|',
    ...functions.map(
      ({ usage, title, example: [input, result] }) =>
        `| ${code(usage)} | ${cell(title)} | ${valueCell(input)} | ${valueCell(result)} |`,
    ),
    '',
    ...functionExamples.flatMap(({ title, text, examples }) => [
      `## ${title}`,
      '',
      text,
      '',
      '| Written | Gives |',
      '|---|---|',
      ...examples.map(([token, value]) => `| ${code(token)} | ${valueCell(value)} |`),
      '',
    ]),
    '## The variables of the examples',
    '',
    '```json',
    stringifyJson(exampleScope, 2),
    '```',
  ].join('\n')}\n`
}

const introduction = [
  'A value may pass through functions before it is written: `${name | upper}`. Functions stand between brackets only, in',
  '`${name | upper}`, `$(name | upper)` and `{{name | upper}}`, which mean the same; a `|` after a bare `$name` is text.',
  'Several follow one another: `${csv | split: "," | first | upper}`.',
  '',
  'Arguments stand after a colon, with commas between them. A text stands in quotes of either kind (`\\n` is a line break in',
  'it), a number does not, and a bare word is another variable: `${price | plus: shipping}`. A field of a template offers the',
  'functions after the `|`. What is written wrongly stops the deploy; what a value does not allow in a run gives nothing, and',
  'the step has a warning. A variable whose own name has a `|` is written `${["a | b"]}`.',
]

function valueCell(value: Json): string {
  return value === null ? 'nothing' : code(stringifyJson(value))
}

/** Backticks that hold a text with a pipe, which would end the cell of a table. */
function code(text: string): string {
  return `\`${cell(text)}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
