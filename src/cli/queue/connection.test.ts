import { expect, it } from 'vitest';
import { connect } from './connection.ts';

it.each([
  ['redis.local', "--queue: 'redis.local' is not an address such as redis://host:6379 or "],
  ['http://redis.local', "--queue: 'http://redis.local' is not an address"],
  ['redis://user:secret@127.0.0.1:1', '--queue: 127.0.0.1:1 does not answer (connect ECONNREFUSED'],
])('says what is wrong with %s', async (url, message) => {
  await expect(connect(url, () => undefined)).rejects.toThrow(message);
});
