import { Link } from '@tanstack/react-router';
import { printable } from 'tocsin';
import { headingOf } from './Heading.tsx';
import { useObject } from './queries.ts';

/** To another object: under its name, once that is known, where one may see it. */
export function ObjectLink({ id }: { id: string }) {
  const { data } = useObject(id);
  return (
    <Link to={id.startsWith('report--') ? '/advisories/$id' : '/objects/$id'} params={{ id }} className="breaks">
      {data ? headingOf(data.object) : printable(id)}
    </Link>
  );
}
