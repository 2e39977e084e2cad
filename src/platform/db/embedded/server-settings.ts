import { linePrefix } from './server-log.ts'

// For one app on one small machine: at most 120 MB (proportional) for all of PostgreSQL under light load.
const small = {
  // Pages are counted as they are touched, so this is the ceiling of what grows with use; the operating system's cache
  // serves the rest. 128 MB would alone exceed the target once a database has grown.
  shared_buffers: '64MB',
  max_connections: '100',
  // Reading in the asking process instead of three io worker processes; with a warm cache there is little to wait for.
  io_method: 'sync',
  // Parallel plans cost processes and shared memory (a container's /dev/shm has 64 MB) that short statements never need.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  // No logical replication here: saves its launcher process.
  max_logical_replication_workers: '0',
  // The package ships no LLVM, and compiling costs more than short statements take.
  jit: 'off',
  // Not 'minimal': base backups need the full log.
  wal_level: 'replica',
  max_wal_senders: '2',
  max_replication_slots: '0',
  // Recycled log files start at 80 MB by default and grow to 1 GB.
  max_wal_size: '256MB',
}

// The same everywhere, whatever the machine's locale and zone are.
const same = { timezone: 'UTC', log_timezone: 'UTC', cluster_name: 'aegisrunner' }

// Details and statements hold what people typed (addresses, names): they stay out of the log.
const discreet = { log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_checkpoints: 'off' }

// The launcher reads the log: its form is not for changing.
const readable = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'warning',
  log_line_prefix: linePrefix,
  lc_messages: 'C',
}

/** The server's arguments for its settings: ours, then `wanted`, then those the launcher depends on and `address`. */
export function settingArguments(wanted: Record<string, string>, address: Record<string, string>): string[] {
  // The form of the log comes first: the server complains about a bad setting as soon as it reads it.
  const all = { ...readable, ...small, ...same, ...discreet, ...wanted, ...readable, ...address }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
