/** The price list did not give a price that can be used; `cause` says why. */
export class PriceError extends Error {
  override readonly name = 'PriceError';
}

/** The price of one piece, in cents. Throws a `PriceError` for whatever goes wrong. */
export async function fetchPriceCents(sku: string): Promise<number> {
  const response = await fetch(`${process.env['PRICES_URL']}/prices/${encodeURIComponent(sku)}`);
  const text = await response.text();
  try {
    return (JSON.parse(text) as { cents: number }).cents;
  } catch (cause) {
    throw new PriceError(`no price for ${sku}`, { cause });
  }
}
