/** What the wrapper has made of this process's options. */
export const handler = async () => ({
  stackTraceLimit: Error.stackTraceLimit,
  nodeOptions: process.env.NODE_OPTIONS ?? '',
});
