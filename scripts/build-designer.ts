import { build } from 'vite'
import { inRoot } from '../runtime/src/platform/project-root.ts'

/** Builds the designer into `designer/dist`. */
export async function buildDesigner(): Promise<void> {
  await build({ root: inRoot('designer'), logLevel: 'warn' })
}
