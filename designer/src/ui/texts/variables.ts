import { count } from '../formats.ts'

/** Words around variables: where samples come from, what was probably meant, renaming. */
export const variableTexts = {
  lastTest: 'last test',
  lastRun: 'last run',
  didYouMean: 'Did you mean',
  didYouMeanKey: (replacement: string) => `Did you mean ${replacement}? Ctrl . takes it.`,
  fixIt: (replacement: string) => `Use ${replacement}`,
  renameUses: (uses: number) => `Rename ${count(uses, 'use', 'uses')} too`,
  usesOf: (name: string) => `$${name} is used elsewhere in this flow.`,
  keepOld: 'Leave them',
  askTitle: (name: string) => `Rename $${name} everywhere?`,
  askElsewhere: (uses: number) =>
    `${count(uses, 'other use does', 'other uses do')} not get the value from this action.`,
  askAlsoSet: (nodes: readonly number[]) => `${nodes.map((id) => `#${id}`).join(', ')} also set it.`,
  onlyHere: (uses: number) => `Only ${count(uses, 'use', 'uses')}`,
  everywhere: (uses: number) => `Rename all ${uses}`,
  renamed: (from: string, to: string) => `$${from} is now $${to}`,
} as const
