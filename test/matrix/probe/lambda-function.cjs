'use strict';
const api = require('@opentelemetry/api');
const { XRayLambdaPropagator } = require('@otel-xray/propagator');

const propagator = new XRayLambdaPropagator();

/** Answers with the trace header that it would pass on, which it can only know from its environment. */
exports.handler = async () => {
  const sent = {};
  const context = propagator.extract(api.ROOT_CONTEXT, {}, api.defaultTextMapGetter);
  propagator.inject(context, sent, api.defaultTextMapSetter);
  return sent;
};
