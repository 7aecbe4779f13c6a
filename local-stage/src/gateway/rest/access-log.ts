import { createHash } from 'node:crypto';
import type { LogGroups } from '../../log-groups.ts';
import { renderAccessLog } from '../access-log.ts';
import type { GatewayResponse } from '../gateway.ts';
import type { RestStage } from './configuration.ts';
import { GatewayConfigurationError } from './configuration-error.ts';
import { contextVariable } from './context-variables.ts';
import type { Exchange } from './exchange.ts';

/** Writes the row of an exchange that was answered. */
export type AccessLog = (exchange: Exchange, response: GatewayResponse, latencyMs: number) => void;

/**
 * Compiles the access log of a stage; nothing is written for a stage without one.
 * ("Set up CloudWatch logging for REST APIs in API Gateway")
 *
 * @throws {GatewayConfigurationError} for a format that AWS refuses.
 */
export function compileAccessLog(stage: RestStage, logGroups: LogGroups): AccessLog {
  const { accessLog } = stage;
  if (!accessLog) return () => {};
  const { format, logGroupName } = accessLog;
  if (format === '') {
    throw new GatewayConfigurationError(
      stage.address,
      'Access Log value must not be empty. Expected: a format for access_log_settings, or no such block',
    );
  }
  if (!/\$context\.(?:requestId|extendedRequestId)\b/.test(format)) {
    throw new GatewayConfigurationError(
      stage.address,
      'the format of access_log_settings has neither $context.requestId nor $context.extendedRequestId. Expected: one of them',
    );
  }
  const streamName = createHash('md5').update(stage.address).digest('hex');
  return (exchange, response, latencyMs) => {
    const row = renderAccessLog(format, (name) => {
      if (name === 'status') return String(response.status);
      if (name === 'responseLength') return String(response.body.length);
      if (name === 'responseLatency') return String(latencyMs);
      return contextVariable(exchange, name);
    });
    logGroups.put(logGroupName, streamName, row);
  };
}
