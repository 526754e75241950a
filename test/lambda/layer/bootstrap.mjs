// As Lambda's own: hands the command that starts the runtime to the wrapper, which becomes this process.
const { AWS_LAMBDA_EXEC_WRAPPER: wrapper, RUNTIME_CLIENT: client } = process.env;
process.execve(wrapper, [wrapper, process.execPath, client], process.env);
