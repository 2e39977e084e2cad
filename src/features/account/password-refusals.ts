/** Why a password is refused, wherever one is set. */
export const passwordRefusals = {
  password_too_short: { status: 400, message: 'This password is too short.' },
  password_too_long: { status: 400, message: 'A password may have at most 256 characters.' },
  password_breached: {
    status: 400,
    message: 'This password is on lists of common and leaked passwords. Choose another.',
  },
  password_contextual: {
    status: 400,
    message: 'This password is built on your name, address, company or our product’s name. Choose another.',
  },
} as const
