// What locks are judged by. Begin with `believers.ts`.
export { believerMonitor, oneBeliever, threadName } from './believers.ts';
export { holderMonitor, oneHolder } from './holders.ts';
export { noLostUpdate, noStaleWrite, resourceMonitor, tokensMonotone } from './resource.ts';
export { everyWaiterServed, waiterMonitor } from './waiters.ts';
