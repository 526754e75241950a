const DEFAULT_PORT = '80';

/**
 * A test for the address of `AWS_LAMBDA_RUNTIME_API`: `127.0.0.1:9001`, or a host alone. Without an address, nothing passes it.
 */
export function runtimeApiTest(
  address: string | undefined,
): (hostname: string, port: number | string | null | undefined) => boolean {
  const url = address === undefined ? null : URL.parse(`http://${address}`);
  if (url === null) return () => false;
  const expectedPort = url.port || DEFAULT_PORT;
  return (hostname, port) => hostname === url.hostname && String(port || DEFAULT_PORT) === expectedPort;
}
