/** The word that has to be typed, exactly. */
export const deletionWord = 'DELETE'

/** How many days “in 30 days” is. */
export const graceDays = 30
