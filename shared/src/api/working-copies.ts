import { type Static, Type } from 'typebox'
import { FlowSchema } from '../flow/schema.ts'
import { endpoint, nothing } from './endpoint.ts'
import { page } from './page.ts'
import { count, shape, text, time } from './shapes.ts'

export const WorkingCopyResourceSchema = shape(
  {
    id: text('Of the browser that keeps it; a person has one copy per flow and browser.'),
    revision: count('The revision of the draft that it began from.'),
    edit: count('Rises with every change in that browser.'),
    document: FlowSchema,
    modifiedAt: time(),
  },
  { title: 'WorkingCopy', description: 'What somebody has on the board and has not saved, without secrets.' },
)
/** What somebody has on the board and has not saved, as one browser keeps it on the server. */
export type WorkingCopyResource = Static<typeof WorkingCopyResourceSchema>

export const KeepWorkingCopySchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    edit: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Rises with every change; an older one than is stored changes nothing.',
    }),
    document: FlowSchema,
  },
  { additionalProperties: false },
)
export type KeepWorkingCopy = Static<typeof KeepWorkingCopySchema>

export const workingCopyEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/flows/:id/working-copies',
    summary: "The caller's own unsaved copies of a flow, one per browser, last modified first",
    answer: page(WorkingCopyResourceSchema),
    errors: ['FLOW_NOT_FOUND'],
  }),
  keep: endpoint({
    method: 'PUT',
    path: '/api/flows/:id/working-copies/:copy',
    summary: 'Keep what is on the board and not saved; secrets in plain text are left out',
    body: KeepWorkingCopySchema,
    answer: nothing,
    errors: ['FLOW_NOT_FOUND', 'NOT_FOUND', 'INVALID_DOCUMENT'],
  }),
  drop: endpoint({
    method: 'DELETE',
    path: '/api/flows/:id/working-copies/:copy',
    summary: 'Drop a working copy',
    answer: nothing,
    errors: ['FLOW_NOT_FOUND', 'NOT_FOUND'],
  }),
}
