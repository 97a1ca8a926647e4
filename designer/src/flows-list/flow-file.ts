import { migrateFlow } from '@patchbay/shared/flow'
import { parseJson } from '@patchbay/shared/json'

/**
 * Reads a `.flow.json` file into a document of the present format; the server checks it against the schema.
 * @throws SyntaxError for text that is no JSON, AppError for a format newer than this program.
 */
export function readFlowFile(text: string): unknown {
  // Some editors put a byte order mark in front.
  return migrateFlow(parseJson(text.replace(/^\uFEFF/, '')))
}
