exports.handler = async (event) => ({ kind: 'CommonJS', event });
