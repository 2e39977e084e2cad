import { expect, it } from 'vitest'
import { momentIn } from './zone-moment.ts'

const summer = new Date('2027-07-01T20:00:00Z')
const winter = new Date('2027-01-01T20:00:00Z')

it('shows time, date and offset of that day, also across midnight and at half hours', () => {
  expect(momentIn('Asia/Kolkata', summer)).toEqual({ time: '01:30', date: '2 Jul 2027', offset: 'UTC+05:30' })
  expect(momentIn('Europe/Berlin', winter)).toEqual({ time: '21:00', date: '1 Jan 2027', offset: 'UTC+01:00' })
  expect(momentIn('Europe/Berlin', summer)?.offset).toBe('UTC+02:00')
})

it('does not break on a zone that is newer than the browser', () => {
  expect(momentIn('Europe/Atlantis', summer)).toBeUndefined()
})
