/**
 * Every table by name. Each slice adds the tables it owns by declaration merging in its own `queries.ts`:
 * `declare module '#platform/db/tables.ts' { interface Tables { users: UsersTable } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Tables {}
