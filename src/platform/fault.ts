/**
 * A fault the operator can mend: a bad setting, a folder in use, a right that is missing.
 * Its message is one plain sentence; it is printed without a stack and ends the process with exit code 1.
 */
export class StartupFault extends Error {
  override name = 'StartupFault'
}
