import type { Words } from './mail-words.ts'

const counted = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`

/** The mails in English. */
export const ENGLISH: Words = {
  greeting: (nickname) => (nickname === null ? 'Hi,' : `Hi ${nickname},`),
  days: counted('day', 'days'),
  hours: counted('hour', 'hours'),
  linkExpiry: (lifetime) => `The link works once and expires in ${lifetime}.`,
  notMeLabel: 'This was not me',
  notMeExpiry: (lifetime) => `This link expires in ${lifetime}.`,
  mails: {
    activation: {
      subject: 'Activate your account',
      paragraphs: [
        'Welcome to Soundhub! To activate your account, open this link and enter the password you chose, or the code you were shown:',
      ],
      link: 'Activate my account',
      notMe:
        'You did not sign up? If you ignore this mail, the sign-up expires by itself. This link cancels it right away, so that nobody can activate the account:',
    },
    'someone-tried': {
      subject: 'Another sign-up with your email address',
      paragraphs: [
        'Someone has just signed up for Soundhub with your email address, while an earlier sign-up is still waiting to be activated.',
        'Was it you both times? We sent a separate mail for each sign-up. Use the link of the one whose password you know.',
      ],
      link: null,
      notMe: 'It was not you? This link cancels the new sign-up right away. The earlier one is not affected:',
    },
    'add-password': {
      subject: 'Add a password to your account',
      paragraphs: [
        'Someone, hopefully you, signed up for Soundhub with this email address. It already has an account, which has no password.',
        'Nothing changes until you open this link. After that, you can also log in with the password chosen at that sign-up:',
      ],
      link: 'Add the password',
      notMe:
        'It was not you? Then do not open the link above. This link discards that password and logs your account out everywhere:',
    },
    'change-password': {
      subject: 'Confirm your new password',
      paragraphs: [
        'Someone who is logged in to your account, hopefully you, chose a new password.',
        'Nothing changes until you open this link. Then the new password replaces the old one, and all other devices are logged out:',
      ],
      link: 'Change my password',
      notMe:
        'It was not you? Then someone else has access to your account. This link discards the new password and logs your account out everywhere:',
    },
    'reset-password': {
      subject: 'Reset your password',
      paragraphs: ['Someone, hopefully you, asked for a new password for your account. Open this link to choose one:'],
      link: 'Choose a new password',
      notMe:
        'You did not ask for it? Nothing changes unless the link above is opened. This link invalidates it right away, along with every other unused link we sent you:',
    },
    'password-changed': {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was changed, and all other devices were logged out.',
        'If this was you, there is nothing to do.',
      ],
      link: null,
      notMe:
        'It was not you? This link disables the new password, logs your account out everywhere and sends you a mail to choose another password:',
    },
  },
}
