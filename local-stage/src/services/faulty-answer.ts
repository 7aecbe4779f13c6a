import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { AwsError, type AwsService, internalFailure, type ServiceRequest, type ServiceResponse } from './service.ts';

/**
 * Lets a fault happen to a request.
 *
 * @returns `undefined` where nobody answers: the connection is to be closed.
 */
export async function answerWithFault(
  service: AwsService,
  request: ServiceRequest,
  fault: Fault,
  clock: Clock,
): Promise<ServiceResponse | undefined> {
  const refuse = (error: AwsError) => service.renderError(error, request.requestId, request);
  switch (fault.kind) {
    case 'error':
      return refuse(new AwsError(fault.code, fault.message, fault.status));
    case 'throttle':
      return refuse(service.operations.throttling());
    case 'delay':
      await new Promise<void>((resolve) => clock.after(fault.ms, resolve));
      return service.handle(request);
    case 'drop':
      return undefined;
    case 'crash':
      await service.handle(request);
      return refuse(internalFailure());
  }
}
