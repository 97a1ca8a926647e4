/** Rises with every change of the node types that are stored as data, so that every process reads them again. */
export const catalogCounter: readonly string[] = ["insert into change_counter (name, value) values ('catalog', 1)"]
