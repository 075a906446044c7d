import { expect, test } from 'vitest';
import { readPayload } from '@/features/devices/payload';

test('known fields come first, unknown and nested ones follow with their path', () => {
  expect(readPayload('{"wifi":{"rssi":-61},"status":"running","unitID":"a"}')).toEqual([
    { path: 'unitID', value: 'a', known: true },
    { path: 'status', value: 'running', known: true },
    { path: 'wifi.rssi', value: '-61', known: false },
  ]);
});

test.each(['', 'hello', '[1,2]', '"text"', 'null'])('%j is no object and is left as it came', (payload) => {
  expect(readPayload(payload)).toBeNull();
});

test('empty members are shown as they are', () => {
  expect(readPayload('{"a":{},"b":[],"c":null}')?.map(({ value }) => value)).toEqual(['{}', '[]', 'null']);
});
