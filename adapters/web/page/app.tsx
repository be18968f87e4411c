import type { PageState, View } from '../contract.ts'
import { PageContext } from './context.ts'
import { later } from './parts/later.tsx'
import { Layout } from './layout.tsx'
import { wordsIn } from './words/index.ts'
import { EmbedView } from './views/embed.tsx'
import { ForgottenPasswordView } from './views/forgotten-password.tsx'
import { HomeView } from './views/home.tsx'
import { LogInView } from './views/log-in.tsx'
import { MessagesView } from './views/messages.tsx'
import { PostView } from './views/post.tsx'
import { ProblemView } from './views/problem.tsx'
import { SearchView } from './views/search.tsx'
import { SettingsView } from './views/settings.tsx'
import { SignUpView } from './views/sign-up.tsx'
import { StaffView } from './views/staff.tsx'
import { UserView } from './views/user.tsx'
import { WordView } from './views/word.tsx'

const NewPostView = later(() => import('./views/new-post.tsx').then((module) => module.NewPostView))

const Shown = ({ view }: { readonly view: View }) => {
  switch (view.name) {
    case 'home':
      return <HomeView {...view} />
    case 'word':
      return <WordView {...view} />
    case 'post':
      return <PostView {...view} />
    case 'embed':
      return <EmbedView {...view} />
    case 'user':
      return <UserView {...view} />
    case 'search':
      return <SearchView {...view} />
    case 'new-post':
      return <NewPostView />
    case 'log-in':
      return <LogInView {...view} />
    case 'sign-up':
      return <SignUpView />
    case 'forgotten-password':
      return <ForgottenPasswordView />
    case 'settings':
      return <SettingsView {...view} />
    case 'messages':
      return <MessagesView {...view} />
    case 'staff':
      return <StaffView {...view} />
    case 'problem':
      return <ProblemView {...view} />
  }
}

/** A page, the same on the server and in the browser. */
export const App = ({ state }: { readonly state: PageState }) => (
  <PageContext.Provider value={{ ...state, words: wordsIn(state.language) }}>
    {state.view.name === 'embed' ? (
      <Shown view={state.view} />
    ) : (
      <Layout>
        <Shown view={state.view} />
      </Layout>
    )}
  </PageContext.Provider>
)
