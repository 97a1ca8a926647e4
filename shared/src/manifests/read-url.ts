import { manifestLimits } from '../api/manifest-facts.ts'
import { type Notes, quoted } from './notes.ts'
import { type Part, readText } from './part.ts'

/** Whether an address may be called without encryption, such as one that the operator has allowed by name. */
export type MayBePlain = (url: URL) => boolean

/** Reads an address that is called with credentials, or fetched. Undefined where it is missing or wrong. */
export function readUrl(
  notes: Notes,
  part: Part,
  key: string,
  { missing, mayBePlain }: { readonly missing?: string; readonly mayBePlain: MayBePlain },
): string | undefined {
  const text = readText(notes, part, key, {
    most: manifestLimits.url,
    ...(missing === undefined ? {} : { missing }),
  })
  if (text === undefined) return undefined
  const problem = urlProblem(text, mayBePlain)
  if (problem === undefined) return text
  notes.error(part.at(key), problem)
  return undefined
}

/** Why an address cannot be used, as a sentence that says what to do. */
function urlProblem(text: string, mayBePlain: MayBePlain): string | undefined {
  const url = /\s/.test(text) ? null : URL.parse(text)
  if (url === null) return `${quoted(text)} is no address. Write a whole one, such as https://bridge.example.com/path.`
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `It begins with ${url.protocol}. Use https://.`
  if (url.protocol === 'http:' && !mayBePlain(url)) {
    return 'It must begin with https://, because credentials go there. An operator can allow the host in PATCHBAY_EGRESS_ALLOW.'
  }
  if (url.username !== '' || url.password !== '')
    return 'It has a name or password. Make them credential fields instead.'
  if (url.hash !== '') return 'The part after # is never sent. Leave it out.'
  return undefined
}
