import type { ColumnType } from 'kysely'

/** Written as text made by `jsonText`, so that it contains nothing the database cannot store. Read as parsed JSON. */
export type JsonColumn<Value> = ColumnType<Value, string, string>

/** Written as Date, read as Date. */
export type Time = ColumnType<Date, Date, Date>
