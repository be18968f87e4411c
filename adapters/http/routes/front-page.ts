import type { Language } from '#application/shared/system.ts'
import type { HttpSettings } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import { pageResponse } from '../link-pages/page.ts'
import type { Reply } from '../reply/reply.ts'

const WORDS: Readonly<Record<Language, { readonly text: string; readonly reference: string }>> = {
  en: {
    text: 'Musicians who cannot meet make one song together. This server is the API of its apps.',
    reference: 'Read and try the API',
  },
  ko: {
    text: '만나기 어려운 음악가들이 함께 한 곡을 만드는 곳입니다. 이곳은 앱이 접속하는 서버입니다.',
    reference: 'API 문서 읽고 써 보기',
  },
}

/** The page that browsers get at `/`. */
export const frontPage = (settings: Pick<HttpSettings, 'publicUrl'>, language: Language): Promise<Reply> => {
  const { text, reference } = WORDS[language]
  const links = [{ href: new URL(publicUrlOf(settings, '/docs')).pathname, label: reference }]
  return pageResponse({ title: 'Soundhub', heading: 'Soundhub', text, refused: null, links, form: null }, language)
}
