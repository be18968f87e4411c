export const NewPostView = () => <h1>NewPost</h1>
