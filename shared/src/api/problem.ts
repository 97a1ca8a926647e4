import { Type } from 'typebox'
import type { Problem } from '../errors/problem.ts'
import { text } from './shapes.ts'

/** RFC 9457 problem details as every error answers them, with the request's id to be found in the log. */
export const ProblemSchema = Type.Unsafe<Problem>({
  type: 'object',
  title: 'Problem',
  required: ['type', 'title', 'status', 'code', 'detail', 'errors', 'requestId'],
  properties: {
    type: text(),
    title: text(),
    status: Type.Integer(),
    code: text('Stable, and meant for programs.'),
    detail: text('What to do.'),
    requestId: text(),
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: text('Of the field in the body; empty where all of it is meant.'), message: text() },
      },
    },
  },
  additionalProperties: true,
})
