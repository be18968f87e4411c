import { activateByForm, activateByLink, showActivation } from './account/activate.ts'
import { authenticate } from './account/authenticate.ts'
import { logIn } from './account/log-in.ts'
import { logOut } from './account/log-out.ts'
import { changePictures } from './account/change-pictures.ts'
import { checkPassword } from './account/check-password.ts'
import {
  askForNewPassword,
  confirmPasswordByForm,
  confirmPasswordByLink,
  showPasswordChange,
} from './account/change-password.ts'
import { createStaff } from './account/create-staff.ts'
import { deleteAccount } from './account/delete-account.ts'
import { disown, showDisowning } from './account/disown.ts'
import { editProfile } from './account/edit-profile.ts'
import { askForReset, resetPassword, showReset } from './account/forgotten-password.ts'
import { listUsers } from './account/list-users.ts'
import { logInWithFacebook, logInWithGoogle } from './account/log-in-with-provider.ts'
import type { CredentialReader } from './account/credentials.ts'
import type {
  CommonPasswords,
  FacebookTokens,
  GoogleTokens,
  Mailer,
  PasswordHasher,
  RateLimiter,
  SessionReader,
} from './account/ports.ts'
import { endSession, listSessions } from './account/sessions.ts'
import { readmitUser, suspendUser } from './account/suspend-user.ts'
import { readUser, readUserDetail } from './account/read-user.ts'
import { signUp } from './account/sign-up.ts'
import type { UserQueries } from './account/user-view.ts'
import { createComment } from './comment/create-comment.ts'
import { deleteComment } from './comment/delete-comment.ts'
import { editComment } from './comment/edit-comment.ts'
import type { CommentQueries } from './comment/ports.ts'
import { listComments, readComment } from './comment/read-comments.ts'
import type { HomeQueries } from './home/ports.ts'
import { readHome, readHomeOfGenre, readHomeOfInstrument } from './home/read-home.ts'
import { beginRun } from './idempotency/begin-run.ts'
import { keepAnswer, releaseRun } from './idempotency/end-run.ts'
import { deleteMessage } from './message/delete-message.ts'
import type { MessageQueries } from './message/ports.ts'
import { listMessages, lookAtMessage, openMessage } from './message/read-messages.ts'
import { sendMessage } from './message/send-message.ts'
import { followUser, toggleFollow, unfollowUser } from './follow/follow-user.ts'
import type { ImageResizer } from './image/image-resizer.ts'
import { requeueWaitingMixes } from './mix/requeue-waiting-mixes.ts'
import { requestMix } from './mix/request-mix.ts'
import { performJob } from './perform-job.ts'
import { createPost } from './post/create-post.ts'
import { deletePost } from './post/delete-post.ts'
import { editPost } from './post/edit-post.ts'
import { likePost, toggleLike, unlikePost } from './post/like-post.ts'
import type { PostQueries } from './post/ports.ts'
import { listPosts, readPost } from './post/read-posts.ts'
import type { SearchQueries } from './search/ports.ts'
import { search } from './search/search.ts'
import type { UnitOfWork } from './shared/unit-of-work.ts'
import type { Chance, Clock, Digest, Pulse } from './shared/world.ts'
import type { AudioDecoder, AudioEncoder, AudioSniffer } from './track/audio.ts'
import type { BlobStore, MediaIndex, Staging } from './track/files.ts'
import { readMedia } from './track/read-media.ts'
import { queueSweep } from './track/sweep-orphans.ts'

/** Everything the core asks of its host. */
export type Ports = {
  readonly unitOfWork: UnitOfWork
  readonly sessionReader: SessionReader
  readonly credentials: CredentialReader
  readonly userQueries: UserQueries
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
  readonly homeQueries: HomeQueries
  readonly messageQueries: MessageQueries
  readonly searchQueries: SearchQueries
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly google: GoogleTokens
  readonly facebook: FacebookTokens
  readonly rateLimiter: RateLimiter
  readonly mailer: Mailer
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
  readonly imageResizer: ImageResizer
  readonly staging: Staging
  readonly blobs: BlobStore
  readonly mediaIndex: MediaIndex
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  readonly pulse: Pulse
}

/** What a host may set; the defaults stand beside the rules they belong to. */
export type Choices = {
  /** Chance, 0 … 1, that issuing a key queues a purge. */
  readonly stalePurgeChance: number
  /** How long a worker is believed without a sign of life, in milliseconds. */
  readonly mixLease: number
  readonly maximumTrackMinutes: number
}

/** Soundhub itself: every use case on these ports. A host calls it, a worker gives it jobs to perform. */
export const soundhub = (asks: Ports & Choices) => ({
  signUp: signUp(asks),
  showActivation: showActivation(asks),
  activateByLink: activateByLink(asks),
  activateByForm: activateByForm(asks),
  logIn: logIn(asks),
  logOut: logOut(asks),
  authenticate: authenticate(asks),
  logInWithGoogle: logInWithGoogle(asks),
  logInWithFacebook: logInWithFacebook(asks),
  checkPassword: checkPassword(asks),
  askForNewPassword: askForNewPassword(asks),
  showPasswordChange: showPasswordChange(asks),
  confirmPasswordByLink: confirmPasswordByLink(asks),
  confirmPasswordByForm: confirmPasswordByForm(asks),
  askForReset: askForReset(asks),
  showReset: showReset(asks),
  resetPassword: resetPassword(asks),
  showDisowning: showDisowning(asks),
  disown: disown(asks),
  listSessions: listSessions(asks),
  endSession: endSession(asks),
  readUser: readUser(asks),
  readUserDetail: readUserDetail(asks),
  listUsers: listUsers(asks),
  editProfile: editProfile(asks),
  changePictures: changePictures(asks),
  deleteAccount: deleteAccount(asks),
  followUser: followUser(asks),
  unfollowUser: unfollowUser(asks),
  toggleFollow: toggleFollow(asks),
  createStaff: createStaff(asks),
  suspendUser: suspendUser(asks),
  readmitUser: readmitUser(asks),
  createPost: createPost(asks),
  editPost: editPost(asks),
  deletePost: deletePost(asks),
  readPost: readPost(asks),
  listPosts: listPosts(asks),
  likePost: likePost(asks),
  unlikePost: unlikePost(asks),
  toggleLike: toggleLike(asks),
  createComment: createComment(asks),
  editComment: editComment(asks),
  deleteComment: deleteComment(asks),
  readComment: readComment(asks),
  listComments: listComments(asks),
  requestMix: requestMix(asks),
  readHome: readHome(asks),
  readHomeOfGenre: readHomeOfGenre(asks),
  readHomeOfInstrument: readHomeOfInstrument(asks),
  beginRun: beginRun(asks),
  keepAnswer: keepAnswer(asks),
  releaseRun: releaseRun(asks),
  sendMessage: sendMessage(asks),
  listMessages: listMessages(asks),
  lookAtMessage: lookAtMessage(asks),
  openMessage: openMessage(asks),
  deleteMessage: deleteMessage(asks),
  search: search(asks),
  readMedia: readMedia(asks),
  performJob: performJob(asks),
  requeueWaitingMixes: requeueWaitingMixes(asks),
  queueSweep: queueSweep(asks),
})

/** Every use case, ready to be called. */
export type Soundhub = ReturnType<typeof soundhub>
