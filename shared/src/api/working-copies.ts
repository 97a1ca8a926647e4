import { type Static, Type } from 'typebox'
import { type Flow, FlowSchema } from '../flow/schema.ts'

/** What somebody has on the board and has not saved, as one browser keeps it on the server. */
export interface WorkingCopyResource {
  /** Of the browser that keeps it; a person has one copy per flow and browser. */
  readonly id: string
  /** The revision of the draft that it began from. */
  readonly revision: number
  /** Rises with every change in that browser. */
  readonly edit: number
  /** Without secrets in plain text. */
  readonly document: Flow
  readonly modifiedAt: string
}

export const KeepWorkingCopySchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    /** Rises with every change; an older one than is stored changes nothing. */
    edit: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    document: FlowSchema,
  },
  { additionalProperties: false },
)
export type KeepWorkingCopy = Static<typeof KeepWorkingCopySchema>

export const SaveQuerySchema = Type.Object(
  {
    /** The working copy that is saved with this, and is not needed any more. */
    workingCopy: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
)
