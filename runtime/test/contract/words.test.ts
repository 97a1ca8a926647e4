import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownNames, wordList } from '../../../designer/src/ui/texts/words.ts'
import { integrations } from '../../src/integrations/index.ts'
import { actions, triggers } from '../../src/nodes/index.ts'
import { inRoot } from '../../src/platform/project-root.ts'

interface Text {
  readonly place: string
  readonly text: string
}

/** Members of definitions that people read. */
const spoken = ['title', 'description', 'label', 'text', 'help', 'whenOpen', 'placeholder']

const nodes = [...triggers, ...actions]
const texts: readonly Text[] = [...designerTexts(), ...definitionTexts(), ...errorTexts(), ...pages()]
const labels = designerTexts().filter(({ text }) => /^[^.!?:,$“"]+$/.test(text) && text.includes(' '))

describe('the word list', () => {
  it('is the one that docs/words.md shows', () => {
    const rows = wordList.map(({ say, means, not }) => `| ${say} | ${means} | ${not.join(', ')} |`)
    const page = readFileSync(inRoot('docs/words.md'), 'utf8')
    expect(page.split('\n').filter((line) => line.startsWith('| '))).toEqual(['| Say | For | Not |', ...rows])
  })

  it.each(wordList.flatMap(({ say, not }) => not.map((other) => [other, say] as const)))(
    'nobody reads "%s": it is called "%s"',
    (other) => {
      const pattern = new RegExp(`(?<![\\w-])${other}(?![\\w-])`, 'i')
      expect(texts.length).toBeGreaterThan(2_000)
      expect(texts.filter(({ text }) => pattern.test(text)).map(({ place, text }) => `${place}: ${text}`)).toEqual([])
    },
  )
})

describe('labels of the designer', () => {
  it('are in sentence case, but for names that users know', () => {
    // Of the pop-up that is called Number Assignment where addresses are numbers.
    const names = [
      'Patchbay',
      'Unicode',
      'Assignment',
      ...knownNames,
      ...titlesOf(nodes),
      ...titlesOf(integrations),
    ].sort((a, b) => b.length - a.length)
    const wrong = labels.filter(({ text }) => {
      const rest = names.reduce((left, name) => left.replaceAll(name, 'name'), text)
      return /\s[A-Z][a-z]+(?!\w)/.test(rest)
    })
    expect(wrong.map(({ place, text }) => `${place}: ${text}`)).toEqual([])
  })

  it('leave the choice between one and many to the helper', () => {
    const folder = inRoot('designer/src/ui/texts')
    const own = readdirSync(folder).filter((name) => /=== 1 \?/.test(readFileSync(join(folder, name), 'utf8')))
    expect(own).toEqual([])
  })
})

/** Every text in quotes of the files of texts. Holes of templates are left out. */
function designerTexts(): readonly Text[] {
  const folder = inRoot('designer/src/ui/texts')
  const files = readdirSync(folder).filter((name) => !/\.test\.ts$|^words\.ts$/.test(name))
  return files.flatMap((name) => quoted(readFileSync(join(folder, name), 'utf8'), name))
}

function quoted(source: string, place: string): readonly Text[] {
  const code = source.replaceAll(/^import .*$|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return (
    [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
      .map(([, single, template]) => ({ place, text: (single ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '…') }))
      .filter(({ text }) => /[A-Za-z]{2}/.test(text) && !/^(?:\.|https?:)/.test(text))
      // Search words, keys and names of types are no texts.
      .filter(({ text }) => /^[A-Z…]|\s/.test(text))
  )
}

/** Titles, descriptions and labels of actions, account types and channels. */
function definitionTexts(): readonly Text[] {
  return [
    ...nodes.map((node) => ['an action', node] as const),
    ...integrations.map((one) => ['an account', one] as const),
  ].flatMap(([place, value]) => wordsIn(value).map((text) => ({ place, text })))
}

function wordsIn(value: unknown, seen = new Set<unknown>()): readonly string[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'string' ? (spoken.includes(name) ? [member] : []) : wordsIn(member, seen),
  )
}

function titlesOf(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => wordsIn(value)).filter((text) => text.length < 40 && text.includes(' '))
}

/** Sentences of errors: a text in quotes that is one, in the sources of the server and of what both sides share. */
function errorTexts(): readonly Text[] {
  return ['runtime/src', 'shared/src'].flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
      .flatMap((name) => quoted(readFileSync(join(inRoot(folder), name), 'utf8'), name))
      .filter(({ text }) => /^[A-Z…"].* .*\.$/.test(text)),
  )
}

/** Prose of the pages, without code. Decisions are for those who work on the code. */
function pages(): readonly Text[] {
  const folder = inRoot('docs')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => name.endsWith('.md') && name !== 'words.md' && !/^(?:decisions|zapier)[\\/]/.test(name))
    .flatMap((name) => {
      const prose = readFileSync(join(folder, name), 'utf8').replaceAll(/```[\s\S]*?```|`[^`\n]*`|\]\([^)]*\)/g, '')
      return prose.split('\n').map((text, line) => ({ place: `docs/${name}:${line + 1}`, text }))
    })
}
