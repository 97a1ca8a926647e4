import type { EditorState } from './store/editor-state.ts'

export type SectionId =
  | 'general'
  | 'calling'
  | 'inputs'
  | 'requests'
  | 'variables'
  | 'exits'
  | 'details'
  | 'settings'
  | 'events'
  | 'versions'

const forActions: readonly string[] = ['calling', 'inputs', 'exits']
const forFlow: readonly string[] = ['details', 'settings']

/** Sections that are open: as left last time with this type of action, else those one needs first. */
export function openSectionsOf({ openSections }: EditorState, nodeType: string): readonly string[] {
  return openSections[nodeType] ?? (nodeType === 'flow' ? forFlow : forActions)
}

/** The section that holds the place a problem names. */
export function sectionOf(path: string): SectionId {
  if (path.startsWith('exits')) return 'exits'
  if (path.startsWith('inputs') || path === '') return 'inputs'
  if (path.startsWith('settings.onEnd')) return 'events'
  if (path.startsWith('settings')) return 'settings'
  if (path === 'versions') return 'versions'
  return path === 'description' ? 'details' : 'general'
}
