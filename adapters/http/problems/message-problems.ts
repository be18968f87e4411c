import type { RowsOf } from './row.ts'

/** Refusals about messages. */
export const MESSAGE_PROBLEMS: RowsOf<'MessageNotFound' | 'MessageToOneself'> = {
  MessageNotFound: {
    status: 404,
    code: 'MESSAGE_NOT_FOUND',
    en: ({ id }) => `You have no message ${id}.`,
    ko: ({ id }) => `메시지 ${id}을(를) 찾을 수 없습니다.`,
  },
  MessageToOneself: {
    status: 400,
    code: 'MESSAGE_TO_ONESELF',
    field: () => 'to_user',
    en: () => 'You cannot send a message to yourself.',
    ko: () => '자기 자신에게는 메시지를 보낼 수 없습니다.',
  },
}
