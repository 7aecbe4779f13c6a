import { describe, expect, test } from 'vitest';
import { renderXml } from '../../../src/services/s3/xml.ts';
import { childrenNamed, childText, readXml } from '../../../src/services/s3/xml-reader.ts';

test('a document is read with its namespaces, entities and comments', () => {
  const document = readXml(
    '<?xml version="1.0"?>\n<!-- what to delete -->\n<s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">' +
      '<s3:Object><Key>a &amp; &lt;b&gt; &#xe9;&#13;<![CDATA[<raw>]]></Key></s3:Object><Object/>' +
      '<Quiet >true</Quiet ></s3:Delete>\n',
  );
  expect(document.name).toBe('Delete');
  expect(childrenNamed(document, 'Object').map((object) => childText(object, 'Key'))).toEqual([
    'a & <b> é\r<raw>',
    undefined,
  ]);
  expect(childText(document, 'Quiet')).toBe('true');
});

test('what is written is read back', () => {
  const key = 'tab\t line\n return\r bell\u0007 <&>"\'';
  expect(childText(readXml(renderXml(['Root', [['Key', key]]])), 'Key')).toBe(key);
});

describe('a document is malformed', () => {
  test.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a>&unknown;</a>',
    '<a>&#x110000;</a>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a/>',
    '<a',
    'x<a/>',
  ])('%s', (document) => {
    expect(() => readXml(document)).toThrow('not well-formed');
  });
});
