import { createContext } from 'react'

/** Whether a page is drawn inside the shell: messages there need no frame of their own. */
export const InShell = createContext(false)
