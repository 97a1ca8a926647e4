import { outlineOf } from '../outline.ts'
import type { Place } from '../place.ts'
import type { TemplateProblem } from '../problem.ts'
import { scanTemplate } from '../scan.ts'
import { checkForm } from './check-form.ts'
import { checkJson } from './check-json.ts'
import { checkXml } from './check-xml.ts'
import type { BodyFault } from './fault.ts'
import { samplesOf } from './sample.ts'

type Check = (text: string) => BodyFault | null

const checks: Partial<Record<Place, { readonly format: string; readonly check: Check }>> = {
  json: { format: 'JSON', check: checkJson },
  xml: { format: 'XML', check: checkXml },
  form: { format: 'a form', check: checkForm },
}

/**
 * What is wrong with a body that was written by hand, variables apart: a warning, because what was written is sent, and
 * the service decides. None for templates that cannot be read: their problems say more.
 */
export function checkBody(text: string, place: Place): readonly TemplateProblem[] {
  const rule = checks[place]
  if (rule === undefined || text.trim() === '') return []
  const scan = scanTemplate(text, place)
  if (scan.problems.length > 0) return []
  const [first, ...others] = samplesOf(outlineOf(scan.pieces))
  const fault = first === undefined ? null : rule.check(first.text)
  if (first === undefined || fault === null || others.some((sample) => rule.check(sample.text) === null)) return []
  const start = first.originOf(fault.offset)
  const line = text.slice(0, start).split('\n').length
  const message = `The body is not ${rule.format}. Line ${line}: ${fault.message}`
  return [{ severity: 'warning', code: 'BODY_INVALID', start, end: start + 1, message }]
}
