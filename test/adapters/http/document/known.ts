import { PASSWORD } from '../house.ts'
import type { Known } from './arbitraries.ts'

/** Values that lead on, by the names of their fields. A call with a new kind of field gets further with a line here. */
export const KNOWN: Known = {
  email: ['owner@example.org', 'pending@example.org', 'suspended@example.org', 'new@example.org'],
  nickname: ['owner', 'newcomer', '새로운 사람'],
  password: [PASSWORD, 'wrong-wrong'],
  password1: ['twelve-strings'],
  password2: ['twelve-strings'],
  activation_key: ['«activation»', '«report»', '«reset»', '«change»'],
  token: ['«google»', '«google without address»'],
  access_token: ['«facebook»'],
  facebook_user_id: ['7'],
  mix_tracks: ['1', '1, 2', [2, 1], [], '', '1, 1', '9'],
  to_user: [1, '2', 3, 999],
  revision: [1, '1', 7],
  reason: ['Too loud.', '조금 더 작게요.\n고마워요!', '', null],
  content: ['Can you play this slower?', '가'.repeat(1_000)],
  page_size: ['1', '2', '100'],
  path: ['user_1/Post_1'],
  file: ['start.js'],
  upload: ['«upload»', '«whole upload»'],
  track_upload: ['«upload»', '«whole upload»'],
  job: ['failed-1', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
}
