export const ForgottenPasswordView = () => <h1>ForgottenPassword</h1>
