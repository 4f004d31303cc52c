// The few functions of d3 that the page uses, as Debian's node-d3 has them (d3-selection 1.4, d3-zoom 1.8, d3-scale 2.2,
// d3-array 3.2). Debian has no types for these versions.

declare module "d3-selection" {
  export interface Selection {
    call(f: (selection: Selection, ...rest: any[]) => unknown, ...rest: any[]): Selection;
    on(types: string, listener: ((...parts: any[]) => void) | null): Selection;
  }
  export function select(element: Element): Selection;
  export const event: any; // of the listener that is running
}

declare module "d3-scale" {
  export interface Linear {
    (value: number): number;
    invert(value: number): number;
    domain(): number[];
    domain(values: number[]): Linear;
    range(values: number[]): Linear;
  }
  export function scaleLinear(): Linear;
}

declare module "d3-zoom" {
  import type { Linear } from "d3-scale";
  export interface Transform {
    k: number;
    x: number;
    translate(x: number, y: number): Transform;
    scale(k: number): Transform;
    rescaleX(scale: Linear): Linear;
  }
  export interface Zoom {
    (selection: any): void;
    scaleExtent(extent: [number, number]): Zoom;
    translateExtent(extent: [[number, number], [number, number]]): Zoom;
    extent(extent: [[number, number], [number, number]]): Zoom;
    filter(filter: () => boolean): Zoom;
    on(type: string, listener: () => void): Zoom;
    transform(selection: any, transform: Transform): void;
    scaleBy(selection: any, k: number, point?: [number, number]): void;
    translateBy(selection: any, x: number, y: number): void;
  }
  export function zoom(): Zoom;
  export const zoomIdentity: Transform;
}

declare module "d3-array" {
  export interface Bisector<T> {
    right(list: readonly T[], value: number): number;
  }
  export function bisector<T>(key: (one: T) => number): Bisector<T>;
}
