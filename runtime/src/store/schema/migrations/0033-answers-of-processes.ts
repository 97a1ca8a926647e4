/** An answer that is being sent belongs to a process. Others send it once that process is dead. */
export const answersOfProcesses: readonly string[] = ['alter table answer add column claimed_by uuid']
