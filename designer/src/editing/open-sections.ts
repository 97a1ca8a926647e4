import { parseInputPath, propertiesOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { EditorState } from './store/editor-state.ts'

export type SectionId =
  | 'general'
  | 'calling'
  | 'inputs'
  | 'more'
  | 'requests'
  | 'variables'
  | 'exits'
  | 'details'
  | 'settings'
  | 'alerts'
  | 'versions'

const forActions: readonly string[] = ['calling', 'inputs', 'exits']
const forFlow: readonly string[] = ['details', 'settings']

/** Sections that are open: as left last time with this type of action, else those one needs first. */
export function openSectionsOf({ openSections }: EditorState, nodeType: string): readonly string[] {
  return openSections[nodeType] ?? (nodeType === 'flow' ? forFlow : forActions)
}

/** The section that holds the place a problem names. Inputs may be in another one, as their definition says. */
export function sectionOf(path: string, definition?: NodeDefinition): SectionId {
  if (path.startsWith('exits')) return 'exits'
  if (path.startsWith('inputs') || path === '') return inputSectionOf(path, definition)
  if (path.startsWith('settings.onEnd')) return 'alerts'
  if (path.startsWith('settings')) return 'settings'
  if (path === 'versions') return 'versions'
  return path === 'description' ? 'details' : 'general'
}

function inputSectionOf(path: string, definition: NodeDefinition | undefined): SectionId {
  const [, name] = parseInputPath(path)
  const property = definition && propertiesOf(definition.inputs).find(([key]) => key === name)?.[1]
  return property?.['x-ui']?.section ?? 'inputs'
}
