export const SignUpView = () => <h1>SignUp</h1>
