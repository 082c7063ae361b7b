import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ImportJob, ImportOptions } from 'tocsin';
import { hubBy } from '../hub.ts';

/** As `fetch`, by the one way in which a browser tells how much of a body is sent. */
const telling =
  (told: (share: number) => void): typeof fetch =>
  (url, { method = 'GET', headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url instanceof Request ? url.url : url);
      new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.addEventListener('progress', ({ loaded, total }) =>
        told(total === 0 ? 100 : Math.floor((loaded * 100) / total)),
      );
      request.addEventListener('load', () => {
        const { status, statusText, responseText } = request;
        const isBare = status === 204 || status === 304;
        resolve(new Response(isBare ? null : responseText, { status, statusText, headers: headersOf(request) }));
      });
      request.addEventListener('error', () => reject(new TypeError('no answer')));
      request.addEventListener('abort', () => reject(signal?.reason as Error));
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => request.abort());
      request.send(body as XMLHttpRequestBodyInit | null);
    });

const headersOf = (request: XMLHttpRequest): [string, string][] =>
  [...request.getAllResponseHeaders().matchAll(/^([^:\r\n]+): ?(.*?)\r?$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);

/** A file on its way to the hub: how much of it is sent, in per cent; it can be stopped until it is there. */
export function useUpload(file: File, onTaken: (job: ImportJob) => void) {
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const upload = useMutation({
    mutationFn: (options: ImportOptions) => {
      setShare(0);
      const { signal } = (stop.current = new AbortController());
      return hubBy(telling(setShare)).imports.create(file, { ...options, signal });
    },
  });
  return {
    share,
    isPending: upload.isPending,
    error: upload.error,
    // told only while the page is still there: whoever has left it meanwhile is not brought away from where he is
    begin: (options: ImportOptions) => upload.mutate(options, { onSuccess: onTaken }),
    cancel: () => {
      stop.current?.abort();
      upload.reset(); // that one has stopped it is no failure
    },
  };
}
