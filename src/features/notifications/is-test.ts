/** What a message is called that somebody sent to try a channel. */
export const testName = 'notification.test'

/** Whether it is one: preferences, quiet hours and marks of addresses do not count for it. */
export const isTest = ({ name }: { name: string }): boolean => name === testName
