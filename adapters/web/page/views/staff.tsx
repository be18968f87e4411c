export const StaffView = () => <h1>Staff</h1>
