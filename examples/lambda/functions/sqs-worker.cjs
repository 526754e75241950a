/** Takes orders out of the queue, and the goods out of the stock. */
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { sku } = JSON.parse(body);
    const response = await fetch(`${process.env.STOCK_URL}/stock/${sku}`, { method: 'DELETE' });
    if (!response.ok) throw new Error(`no ${sku} in stock: ${response.status}`);
  }
};
