'use client';
/**
 * The element as a React component. React 18 gives a custom element attributes only, and React 19
 * gives it neither properties nor listeners where a server has rendered it
 * (https://github.com/facebook/react/issues/35446). So all that a server can say is an attribute, and
 * the rest is set here.
 */
import { PaddleMagicLinks } from 'paddle-magic-links';
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';

const EVENTS = {
  onStart: 'pml-start',
  onNavigate: 'pml-navigate',
  onError: 'pml-error',
  onReturn: 'pml-return',
  onEnvironmentChange: 'pml-environment-change',
};

/** What only a script can give it; the environment, too, once a seller may have chosen another. */
const PROPERTIES = ['fetchSession', 'headers', 'strings', 'dashboardLive', 'dashboardSandbox', 'environment'];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** The attributes by their properties. */
const ATTRIBUTES = Object.fromEntries(
  PaddleMagicLinks.observedAttributes
    .filter((name) => !name.startsWith('dashboard'))
    .map((name) => [camel(name), name]),
);

/** For an attribute: `undefined` where it is not to be there. */
const textOf = (value) => {
  if (value && typeof value === 'object') return JSON.stringify(value);
  return value === false ? undefined : value;
};

const attributesOf = (props) => {
  const attributes = {};
  for (const [name, value] of Object.entries(props)) {
    if (name in ATTRIBUTES) attributes[ATTRIBUTES[name]] = textOf(value);
    // As React 18 gives a custom element each attribute by the name that it has here.
    else if (name === 'className') attributes.class = value;
    else if (!(name in EVENTS) && !PROPERTIES.includes(name)) attributes[name] = value;
  }
  return attributes;
};

// Before the page is painted, but React 18 complains of that on a server.
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * @import { MagicLinks as Published, MagicLinksProps } from './react.js'
 * @type {typeof Published}
 */
export const MagicLinks = forwardRef(function MagicLinks(props, ref) {
  const element = useRef(/** @type {any} */ (null));
  // What it was given last, by properties: the first environment is an attribute.
  const given = useRef(/** @type {MagicLinksProps} */ ({ environment: props.environment }));
  useImperativeHandle(ref, () => element.current, []);
  useBeforePaint(() => {
    for (const name of PROPERTIES) {
      if (props[name] !== given.current[name]) element.current[name] = props[name];
    }
    given.current = props;
  });
  useBeforePaint(() => {
    const { current } = element;
    const listeners = Object.entries(EVENTS).map(([name, type]) => {
      const listener = (event) => given.current[name]?.(event);
      current.addEventListener(type, listener);
      return () => current.removeEventListener(type, listener);
    });
    return () => {
      for (const remove of listeners) remove();
    };
  }, []);
  return createElement('paddle-magic-links', { ...attributesOf(props), ref: element });
});
