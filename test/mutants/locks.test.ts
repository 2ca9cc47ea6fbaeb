// Planted bugs of the locks on Redis.
import { testLockBugs } from './lock-bugs.ts';

const folders = ['kv', 'locks', 'redis', 'redis-lock', 'redisson', 'redlock'];

testLockBugs({
  origins: {
    'redis-lock': { folders, module: 'redis-lock/system.js', name: 'redisLock' },
    redisson: { folders, module: 'redisson/system.js', name: 'redisson' },
    redlock: { folders, module: 'redlock/system.js', name: 'redlock' },
  },
  green: { network: {}, workload: {}, run: '10s' },
  acquired: 20,
  atLeast: 8,
});
