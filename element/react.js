'use client';
/**
 * The element as a React component. React 18 sets only attributes on a custom element, and React 19 sets
 * neither properties nor listeners when it hydrates (https://github.com/facebook/react/issues/35446). So
 * this component renders attributes, and sets the rest by script.
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

/** Properties that are set by script. The environment is among them, because the seller may have changed it. */
const PROPERTIES = ['fetchSession', 'headers', 'strings', 'dashboardLive', 'dashboardSandbox', 'environment'];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** The attribute of each property. */
const ATTRIBUTES = Object.fromEntries(
  PaddleMagicLinks.observedAttributes
    .filter((name) => !name.startsWith('dashboard'))
    .map((name) => [camel(name), name]),
);

/** The value of an attribute; `undefined` removes it. */
const textOf = (value) => {
  if (value && typeof value === 'object') return JSON.stringify(value);
  return value === false ? undefined : value;
};

const attributesOf = (props) => {
  const attributes = {};
  for (const [name, value] of Object.entries(props)) {
    if (name in ATTRIBUTES) attributes[ATTRIBUTES[name]] = textOf(value);
    // React 18 passes names on to a custom element as they are.
    else if (name === 'className') attributes.class = value;
    else if (!(name in EVENTS) && !PROPERTIES.includes(name)) attributes[name] = value;
  }
  return attributes;
};

// Before the page is painted. On a server, React 18 warns of a layout effect.
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * @import { MagicLinks as Published, MagicLinksProps } from './react.js'
 * @type {typeof Published}
 */
export const MagicLinks = forwardRef(function MagicLinks(props, ref) {
  const element = useRef(/** @type {any} */ (null));
  // The properties that were set last. The first environment is an attribute.
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
