/** The types of JSX: React's, but for components that could return bare text (text.ts): in a fragment it is safe. */
import type { Component, ExoticComponent, JSX as React, ReactElement } from 'react';

type Renders = (props: never) => ReactElement | null;

export declare namespace JSX {
  type ElementType =
    | keyof React.IntrinsicElements
    | Renders
    | (new (
        props: never,
      ) => Component)
    | ExoticComponent<never>;
  type Element = React.Element;
  type ElementClass = React.ElementClass;
  type ElementAttributesProperty = React.ElementAttributesProperty;
  type ElementChildrenAttribute = React.ElementChildrenAttribute;
  type LibraryManagedAttributes<C, P> = React.LibraryManagedAttributes<C, P>;
  type IntrinsicAttributes = React.IntrinsicAttributes;
  type IntrinsicClassAttributes<T> = React.IntrinsicClassAttributes<T>;
  type IntrinsicElements = React.IntrinsicElements;
}
