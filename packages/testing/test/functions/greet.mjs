export const handler = async ({ name }, context) => `Hello, ${name}. Your trace: ${context.xRayTraceId}`;
