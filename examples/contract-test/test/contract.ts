/** What dashboards, alarms and saved searches rely on, of a request that reads an order. */
export const ORDER_IS_READ = `
  shop !error !fault annotations."order.id"=A-17 http.response.status=200
    DynamoDB namespace=aws aws.operation=GetItem aws.table_name=orders
`;
