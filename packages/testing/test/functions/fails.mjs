export class StockError extends Error {
  name = 'StockError';
}

export const error = async () => {
  throw new StockError('sold out: größer als 100 €');
};

export const synchronous = () => {
  throw new StockError('thrown before the first await');
};

export const text = async () => {
  throw 'only a text';
};

export const nothing = async () => {
  throw undefined;
};

export const unspeakable = async () => {
  throw Object.create(null);
};

export const endless = async () => {
  throw new Error('€'.repeat(20_000));
};

export const cyclic = async () => {
  const answer = {};
  answer.self = answer;
  return answer;
};
