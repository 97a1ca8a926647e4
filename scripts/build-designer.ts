import { build } from 'vite'
import { inRoot } from '../runtime/src/platform/project-root.ts'

/** Builds the designer into `designer/dist`. */
export async function buildDesigner(): Promise<void> {
  // Vite keeps a NODE_ENV that is set already. A shell or a test runner must not make this a development build.
  process.env.NODE_ENV = 'production'
  await build({ root: inRoot('designer'), logLevel: 'warn' })
}
