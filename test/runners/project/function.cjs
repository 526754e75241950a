'use strict';
exports.handler = async (event, context) => {
  console.log('taken');
  return { ...event, header: context.xRayTraceId };
};
