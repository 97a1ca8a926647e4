import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FlowTemplate } from '@patchbay/shared/api'
import { FlowSchema } from '@patchbay/shared/flow'
import { parseJson } from '@patchbay/shared/json'
import { createCheck } from '../platform/validation/check.ts'

const suffix = '.flow.json'

/**
 * Reads the flows that are offered as starting points of a new one, in the order of their file names.
 * @throws Error naming the file and the place of the fault when a document is not valid
 */
export async function readTemplates(folder: string): Promise<readonly FlowTemplate[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort()
  return Promise.all(names.map((name) => readTemplate(join(folder, name))))
}

async function readTemplate(path: string): Promise<FlowTemplate> {
  const checked = createCheck(FlowSchema)(parseJson(await readFile(path, 'utf8')))
  if (checked.ok) return { id: basename(path, suffix), document: checked.value }
  const [first] = checked.errors
  throw new Error(`${path} is no flow document: ${first?.path ?? ''} ${first?.message ?? ''}`)
}
