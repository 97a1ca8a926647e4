import { count, number, plural } from '../formats.ts'
import { commandKey } from './formats.ts'

/** Words around variables: where samples come from, what was probably meant, renaming. */
export const variableTexts = {
  functions: 'Functions',
  noFunction: 'No function does that.',
  lastTest: 'last test',
  lastRun: 'last run',
  keptSample: 'sample reply',
  didYouMean: 'Did you mean',
  didYouMeanKey: (replacement: string) => `Did you mean ${replacement}? ${commandKey} . takes it.`,
  renameUses: (uses: number) => `Rename ${count(uses, 'use', 'uses')} too`,
  keepOld: 'Leave them',
  askTitle: (name: string) => `Rename $${name} everywhere?`,
  askElsewhere: (uses: number) =>
    `${count(uses, 'other use does', 'other uses do')} not get the value from this action.`,
  askAlsoSet: (nodes: readonly number[]) =>
    `${nodes.map((id) => `#${id}`).join(', ')} ${plural(nodes.length, 'sets', 'set')} it, too.`,
  onlyHere: (uses: number) => `Only ${count(uses, 'use', 'uses')}`,
  everywhere: (uses: number) => `Rename all ${number(uses)}`,
  renamed: (from: string, to: string) => `$${from} is now $${to}`,
} as const
