import { goodPassword } from '#tests/harness.ts'

/** What somebody types to sign up. */
export const form = (email: string, more: object = {}) => ({
  fullName: 'Nia Newcomer',
  email,
  password: goodPassword,
  timezone: 'Asia/Kolkata',
  ...more,
})
