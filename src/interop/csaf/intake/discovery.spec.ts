import { discover, wellKnown } from './discovery.js';

const KEY = 'a'.repeat(40);
const metadata = (key: string) =>
  Buffer.from(
    `{"distributions":[{"directory_url":"https://files.example/"}],"public_openpgp_keys":[{"fingerprint":"${key}","url":"k"}]}`,
  );
const METADATA = metadata(KEY);
const PATH = wellKnown('cert.example');

describe('where a provider has its metadata', () => {
  let files: Record<string, Buffer | string>;
  let asked: string[];
  const find = (url: string) => {
    asked = [];
    return discover(url, KEY, (place) => {
      asked.push(place);
      const file = files[place];
      return file === undefined ? Promise.reject(new Error(`404 of ${place}`)) : Promise.resolve(Buffer.from(file));
    });
  };

  it('is the well-known path of its domain', async () => {
    files = { [PATH]: METADATA, 'https://cert.example/security.txt': 'CSAF: https://other.example/m.json' };
    expect(await find(PATH)).toMatchObject({ url: PATH, metadata: { directories: ['https://files.example/'] } });
    expect(asked).toEqual([PATH]);
  });

  it.each(['/.well-known/security.txt', '/security.txt'])('else what %s says, the first that is one', async (path) => {
    const lines = [
      'Contact: x',
      'csaf:https://gone.example/m.json\r',
      'CSAF: http://plain.example/',
      'CSAF: https://[',
      '',
    ];
    files = {
      [PATH]: '<html>not found</html>', // as some say it, with status 200
      [`https://cert.example${path}`]: [...lines, 'CSAF: https://other.example/m.json '].join('\n'),
      'https://other.example/m.json': METADATA,
    };
    expect(await find(PATH)).toMatchObject({ url: 'https://other.example/m.json' });
    expect(asked.slice(-2)).toEqual(['https://gone.example/m.json', 'https://other.example/m.json']);
  });

  it('else the name that stands for it in the DNS, at the same port', async () => {
    const dns = 'https://csaf.data.security.cert.example:8443/';
    files = { [dns]: METADATA };
    const url = PATH.replace('.example', '.example:8443');
    expect(await find(url)).toMatchObject({ url: dns });
  });

  it('is where the key is, though others have been found before', async () => {
    const text = 'CSAF: https://first.example/m.json\nCSAF: https://second.example/m.json\n';
    files = {
      [PATH]: '{}',
      'https://cert.example/.well-known/security.txt': text,
      'https://first.example/m.json': metadata('b'.repeat(40)),
      'https://second.example/m.json': METADATA,
    };
    expect(await find(PATH)).toMatchObject({ url: 'https://second.example/m.json' });
    delete files['https://second.example/m.json'];
    expect(await find(PATH)).toMatchObject({ url: PATH }); // whose lack of the key is told
  });

  it('is nowhere: what the path itself failed with is told', async () => {
    files = {};
    await expect(find(PATH)).rejects.toThrow(`404 of ${PATH}`);
    expect(asked).toHaveLength(4);
  });

  it('is looked for nowhere else where a URL was given', async () => {
    files = {};
    await expect(find('https://cert.example/csaf/provider-metadata.json')).rejects.toThrow('404');
    expect(asked).toHaveLength(1);
  });
});
