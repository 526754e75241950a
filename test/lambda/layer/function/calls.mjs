/** Calls a service. */
export const handler = async () => (await fetch(process.env.SERVICE_URL)).status;
