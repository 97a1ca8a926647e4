import type { Kysely } from 'kysely'
import { type RowEncoder, readRowEncoder } from './row-encoder.ts'
import {
  type AcceptFields,
  type ChangeFields,
  type MessageFields,
  type RunWaitFields,
  recordTypes,
  type StepFields,
} from './run-columns.ts'

/** Encoders for the rows in which the run writer sends its records. */
export interface RecordEncoders {
  readonly accept: RowEncoder<AcceptFields>
  readonly change: RowEncoder<ChangeFields>
  readonly step: RowEncoder<StepFields>
  readonly message: RowEncoder<MessageFields>
  readonly runWait: RowEncoder<RunWaitFields>
}

/** @throws Error when the database's types have other columns than `recordTypes` */
export async function readRecordEncoders<Schema>(kysely: Kysely<Schema>): Promise<RecordEncoders> {
  const [accept, change, step, message, runWait] = await Promise.all([
    readRowEncoder(kysely, recordTypes.accept),
    readRowEncoder(kysely, recordTypes.change),
    readRowEncoder(kysely, recordTypes.step),
    readRowEncoder(kysely, recordTypes.message),
    readRowEncoder(kysely, recordTypes.runWait),
  ])
  return { accept, change, step, message, runWait }
}
