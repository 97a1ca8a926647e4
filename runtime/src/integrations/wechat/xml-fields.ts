import { AppError } from '@patchbay/shared/errors'
import { fieldOf, textOf } from '../../kit/values.ts'
import { parseXml } from '../../platform/content/parse-xml.ts'

/** A field of a message as text; empty when it has none of this name. */
export type XmlFields = (name: string) => string

/** Reads the flat document that WeChat sends. @throws AppError INVALID_INPUT for anything else */
export function readXmlFields(text: string): XmlFields {
  const read = parseXml(text)
  if ('problem' in read) throw new AppError('INVALID_INPUT', read.problem)
  const root = fieldOf(read.tree, 'xml')
  return (name) => textOf(fieldOf(root, name))
}
