import { expect, it } from 'vitest';
import { isIpAddress } from '../src/ip-address.ts';

// Source: mapping table, "HTTP", footnote on addresses.
it.each([
  { text: '10.0.0.1', is: true, why: 'a dotted quad' },
  { text: '255.255.255.255', is: true, why: 'the largest parts' },
  { text: '0.0.0.0', is: true, why: 'the smallest parts' },
  { text: '256.0.0.1', is: false, why: 'a part above 255' },
  { text: '01.2.3.4', is: false, why: 'a leading zero' },
  { text: '1.2.3', is: false, why: 'three parts' },
  { text: '1.2.3.4.5', is: false, why: 'five parts' },
  { text: '1.2.3.4.', is: false, why: 'a dot behind' },
  { text: '1.2.3.4:80', is: false, why: 'a port' },
  { text: '', is: false, why: 'empty' },
  { text: 'localhost', is: false, why: 'a name' },
  { text: '::', is: true, why: 'all groups left out' },
  { text: '::1', is: true, why: 'loopback' },
  { text: '2001:DB8::a', is: true, why: 'either case' },
  { text: '1:2:3:4:5:6:7:8', is: true, why: 'eight groups' },
  { text: '1:2:3:4:5:6:7', is: false, why: 'seven groups' },
  { text: '1:2:3:4:5:6:7:8:9', is: false, why: 'nine groups' },
  { text: '1:2:3:4:5:6:7::', is: true, why: '`::` stands for one group' },
  { text: '1:2:3:4:5:6:7::8', is: false, why: '`::` stands for none' },
  { text: '1::2::3', is: false, why: '`::` twice' },
  { text: ':::', is: false, why: 'three colons' },
  { text: ':1:2:3:4:5:6:7', is: false, why: 'one colon before' },
  { text: '12345::', is: false, why: 'five digits' },
  { text: 'g::', is: false, why: 'not hex' },
  { text: '::ffff:10.0.0.1', is: true, why: 'a quad at the end' },
  { text: '1:2:3:4:5:6:10.0.0.1', is: true, why: 'a quad counts as two groups' },
  { text: '1:2:3:4:5:6:7:10.0.0.1', is: false, why: 'a quad counts as two groups' },
  { text: '10.0.0.1::', is: false, why: 'a quad at the start' },
  { text: '::10.0.0.256', is: false, why: 'a bad quad' },
  { text: 'fe80::1%eth0', is: false, why: 'a zone' },
  { text: '[::1]', is: false, why: 'brackets' },
  { text: ' ::1', is: false, why: 'a space' },
])('takes "$text" for an address: $is ($why)', ({ text, is }) => {
  expect(isIpAddress(text)).toBe(is);
});
