import type { Departure } from '#access/departure.ts'
import { forgetReader, personalRecords } from './departure.queries.ts'

/** What leaving means here: messages, choices and Slack names hang on the membership and the account; what is left is a name in a list. */
export const notificationDeparture: Departure = {
  slice: 'notifications',
  belongings: async (on, { user }) => {
    const { deliveries, preferences } = await personalRecords(on, user.id)
    return [
      { what: 'notifications and where they were sent', count: deliveries.length, stays: false },
      { what: 'notification preferences', count: preferences.length, stays: false },
    ]
  },
  erase: (tx, _platform, userId) => forgetReader(tx, userId),
  export: async (on, _platform, userId) => [
    {
      name: 'notifications.json',
      says: 'What you were told, by which channel and when, what you chose to be told, your quiet hours and digest.',
      content: await personalRecords(on, userId),
    },
  ],
}
