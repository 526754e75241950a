import { traced } from '@otel-xray/lambda';

/** Methods of every kind, decorated as an app's would be; `decorators.test.ts` has it compiled. */
export class Orders {
  readonly #tenant: string;

  constructor(tenant: string) {
    this.#tenant = tenant;
  }

  @traced()
  async place(sku: string, quantity: number): Promise<string> {
    await Promise.resolve();
    return this.#label(sku, quantity);
  }

  @traced('write a label')
  #label(sku: string, quantity: number): string {
    return `${this.#tenant}: ${quantity} ${sku}`;
  }

  @traced()
  static count(...orders: readonly Orders[]): number {
    return orders.length;
  }

  @traced()
  *pages(): Generator<number> {
    yield 1;
    yield 2;
  }

  @traced()
  refuse(): never {
    throw new RangeError(`${this.#tenant} may not`);
  }
}
