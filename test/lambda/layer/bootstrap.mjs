// As Lambda's own: hands the command that starts the runtime to the wrapper, which becomes this process.
const { AWS_LAMBDA_EXEC_WRAPPER: wrapper, NODE_ARGUMENTS: flags = '[]', RUNTIME_CLIENT: client } = process.env;
process.execve(wrapper, [wrapper, process.execPath, ...JSON.parse(flags), client], process.env);
