/** Dead letters are held events without a replay: it is looked up for each of them. */
export const replays: readonly string[] = ['create index run_replay on run (replay_of) where replay_of is not null']
