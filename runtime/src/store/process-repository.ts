/** A process is dead when its last heartbeat is older than this, by the clock of the database. */
export const PROCESS_DEAD_AFTER_SECONDS = 15

/** The living processes of an installation; every time is the database's `now()`. */
export interface ProcessRepository {
  register(process: {
    readonly id: string
    readonly host: string
    readonly pid: number
    readonly version: string
  }): Promise<void>
  /** False: the row is gone, others may have taken this process's runs. */
  beat(id: string): Promise<boolean>
  remove(id: string): Promise<void>
  /** Ids of processes whose heartbeat is recent. */
  alive(): Promise<readonly string[]>
}
