import type { Words } from './mail-words.ts'

const counted = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`

/** Letters in English. */
export const ENGLISH: Words = {
  greeting: (nickname) => (nickname === null ? 'Hi,' : `Hi ${nickname},`),
  days: counted('day', 'days'),
  hours: counted('hour', 'hours'),
  livesOnce: (life) => `The link lives for ${life} and works once.`,
  notMe: 'This was not me',
  notMeLives: (life) => `You can say so for ${life}.`,
  mails: {
    activation: {
      subject: 'One step left: open your account',
      says: [
        'welcome to Soundhub! Open this link and confirm with the password you chose, or with the code you were shown:',
      ],
      link: 'Open my account',
      undoes:
        'You did not sign up? Unless the link is opened, the sign-up is gone by itself. This link removes it at once, and nobody can open it any more:',
    },
    'someone-tried': {
      subject: 'Another sign-up with your address',
      says: [
        'somebody has just signed up at Soundhub with this address, while an earlier sign-up still waits to be opened.',
        'Was it you, twice? Each sign-up got a mail of its own: open the link of the one whose password you know.',
      ],
      link: null,
      undoes: 'It was not you? This link removes the new sign-up at once; the earlier one stays as it is:',
    },
    'add-password': {
      subject: 'A password for your account',
      says: [
        'somebody, we hope you, signed up at Soundhub with this address. It has an account already, one without a password.',
        'Nothing changes until you open this link; then the account has the chosen password too:',
      ],
      link: 'Add the password',
      undoes:
        'It was not you? Do not open the link above. This one throws the chosen password away and logs your account out everywhere:',
    },
    'change-password': {
      subject: 'Confirm your new password',
      says: [
        'somebody who is logged in to your account, we hope you, chose a new password.',
        'Nothing changes until you open this link; then the new password takes the place of the old one, and every other device is logged out:',
      ],
      link: 'Change my password',
      undoes:
        'It was not you? Then somebody else is in your account. This link throws the new password away and logs your account out everywhere:',
    },
    'reset-password': {
      subject: 'Choose a new password',
      says: ['for your account a new password is wanted. Open this link and choose it:'],
      link: 'Choose a new password',
      undoes:
        'You did not ask for it? Nothing changes unless the link is opened. This one makes it worthless at once, and every other link that waits for you as well:',
    },
    'password-changed': {
      subject: 'Your password was changed',
      says: [
        'your account has a new password, and every other device was logged out.',
        'Was it you? Then there is nothing to do.',
      ],
      link: null,
      undoes:
        'It was not you? With this link the new password opens nothing any more, your account is logged out everywhere, and a mail comes by which you choose another password:',
    },
  },
}
