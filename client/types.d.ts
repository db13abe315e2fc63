/* What the scripts of assets/ share, for TypeScript to check: what Python sends along, the namespace `jaccard`, and the parts
   of Dash and plotly.js that they use. No browser gets this file. */

/* ---- what Python sends along: components/page/layout.py, components/live/frames.py ---- */

type Value = string | number | number[];
/** Values of controls by their ids. */
type Values = Record<string, any>;

interface Range { kind: "number"; low: number; step: number; count: number; whole: boolean }
interface Choice { kind: "choice"; choices: string[] }
interface Subset { kind: "subset"; size: number }
interface Line { kind: "text"; longest: number }
interface Bitmap { kind: "bitmap"; letters: number }

interface Parameter { key: string; id: string; fallback: Value; value: Value; bounds: Range | Choice | Subset | Line | Bitmap }

interface Address { path: string; controls: Parameter[]; asks: string[]; state: string }

/** Numbers in plotly's own form for arrays. */
interface Packed { bdata: string; dtype: "i1" | "u1" | "i2" | "u2" | "i4" | "f8"; shape?: string }
interface Layers { mask: Packed; below: Packed; above: Packed }
interface Reaching { levels: Packed; below: Packed; above: Packed }

/** A path into a figure; what stands there is a number, a text, or lists of them, which only the place itself can tell. */
type Path = (string | number)[];
type Change = [path: Path, value: any];

interface Placed { axes: number[]; bySum: boolean; to: [output: number, path: Path][] }
type Column = Placed & ({ at?: undefined; values: unknown[] | Packed | Layers | Reaching } | { at: number; values: unknown[] });

interface Frames {
  section: string;
  axes: { id: string; low: number; step: number; count: number }[];
  outputs: { id: string; prop: string }[];
  codes: Packed[];
  columns: Column[];
}

/* ---- the page ---- */

type Field = HTMLInputElement | HTMLSelectElement;
type Way = "x" | "y";
/** An axis of a still picture: the shares of the frame at both ends of its range, the range, 1 if logarithmic. */
type Axis = number[];
type Theme = "light" | "dark";

/** A typed array, as far as a figure needs one. */
type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Float64Array;

/** A section of the finished page; `at`: the positions of the sliders that the page shows, once one has moved. */
interface Finished { element: HTMLElement; name: string; address: Address; at: number[] | undefined }

/** What the reader drags: a point of a grip, and for each way that it can go a slider and where it lies at its values.
    unsure: where a finger began that may want to scroll. */
interface Held {
  unsure: { x: number; y: number } | false;
  grip: HTMLElement;
  nth: number;
  frame: DOMRect;
  ways: { way: Way; slider: HTMLInputElement; shares: number[]; from: number; off: number; before: string }[];
}

/** A drawing surface: the shares of its width at which columns lie, and of its height at which the levels 0 and 100 do; the
    levels that fit on it; the level at which the line begins, if that is given; and what is heard of a column and a level. */
interface Sketch {
  at: number[];
  ends: [zero: number, hundred: number];
  least: number;
  most: number;
  given: number | null;
  columns: string[];
  levels: string[];
  unseen: string;
}

/** What a reader has drawn on a surface, a level for each column; at which column the pen is; what the site said of it. */
interface Sketched { box: HTMLElement; levels: (number | null)[]; column: number; said: string }

/** A pointer that draws, where it was last, and what stood there before. unsure: where a finger began that may want to scroll. */
interface Stroke {
  what: Sketched;
  frame: DOMRect;
  from?: { x: number, level: number };
  before: (number | null)[];
  unsure: { x: number, y: number } | false;
}

/** What the browser remembers of the reader: names of questions and tasks. */
interface Kept { answered: Set<string>; right: Set<string>; solved: Set<string> }

/** A section that Dash has laid out, for as long as it stands there. */
interface Section { id: string; address: Address }

/** What of a figure or text is on the page but not yet in Dash's state: by place, then by path. */
type Unsaved = Map<string, { id: string; prop: string; values: Map<string, Change> }> & { timer?: number };

/** A figure as a picture: the drawing, words in lines, and their colours. */
interface Drawn { svg: HTMLElement; width: number; height: number }
interface Words { text: string; size: number; fill: string; weight?: number; gap?: number }
interface Colours { font: string; ink: string; soft: string; paper: string }

interface View { hidden: string[]; locked: string[]; kept: string[]; embedded: boolean }

/* ---- what the scripts offer each other ---- */

interface Jaccard {
  // before the first paint
  lectures: boolean;
  theme(): Theme;
  chosen?: string;
  lessonsHere(): string[];
  view(): View;
  dress(view: View): void;
  veil?: { lift(): void; lower(): void }; // not in a file without a server
  files: { bring(src: string): Promise<unknown>; lack(src: string): Promise<void> };

  // a page before Dash runs
  dark: Record<string, string>;
  one<S extends string>(selector: S, root?: ParentNode): Found<S>;
  around<S extends string>(selector: S, element: Element): Found<S>;
  figureAround(element: Element): HTMLElement | null;
  hit<S extends string>(event: { target: EventTarget | null }, selector: S): Found<S> | null;
  visible(element: Element): boolean;
  frames: {
    positions(frames: Frames, values: unknown[]): number[];
    value(frames: Frames, column: Column, at: number[]): any;
    changes(frames: Frames, at: number[], before: number[]): Change[][];
  };
  query: {
    asText(value: Value): string;
    addressOf(address: Address, values: Values, search: string): string;
    withDisplay(search: string, other: string, keys?: string[]): string;
    CARRIED: string[];
    DISPLAY: string[];
    VIEW: string[];
  };
  locks: { keeps(id: string): boolean };
  key(key: string, act: () => unknown): void;
  seen(): HTMLElement | Document;
  still: {
    (element: Element, changes: Change[]): void;
    axisOf(part: HTMLElement, way: Way): Axis;
    inFrame(axis: Axis, value: number | null): number;
    OUTSIDE: number;
  };
  framesAround(element: Element): Frames;
  addressAround(element: Element): string;
  asleep: {
    finished: HTMLElement;
    picks(element: Element): boolean;
    asks(element: Element): boolean;
    valueOf(element: Field): unknown;
    hasFrames(): boolean;
    early: Field[];
    write(): void;
    PREFIX: string;
  };
  handles: {
    settle(element: Element): void;
    positionOf(slider: HTMLInputElement): number;
    setValue(slider: HTMLInputElement, value: number | string): void;
  };
  draw: {
    stroke(sketch: Sketch, levels: (number | null)[], from: { x: number, level: number } | undefined, to: { x: number, level: number }): (number | null)[];
    path(sketch: Sketch, levels: (number | null)[]): string;
    takeOver(): void;
  };
  play: { stop(): void; mark(): void; plays(): boolean };
  pen: { off(): boolean };
  hands: { show(): void; clear(): boolean };
  lecture: { step(by: number): boolean; at(): number | undefined };

  // a file without a server
  alone?: { onScreen(element: Element): boolean };

  // while Dash runs
  bounds: { bound(control: Parameter, given: unknown): Value; fromQuery(control: Parameter, query: URLSearchParams): Value };
  sections: {
    of(place: unknown): Section | null;
    elementOf(section: Section): HTMLElement;
    stands(section: Section): boolean;
    all(): Section[];
    open(): Section | undefined;
    values(section: Section): Values;
    frames(section: Section): Frames | undefined;
    pageAsked(): void;
    pageAnswered(comes: boolean): void;
    arriving(): boolean;
  };
  state: {
    settle(section: Section): void;
    settled(): boolean;
    answered(section: Section, frames: Frames): void;
    unanswered(section: Section): void;
    askAgain(section: Section): void;
    asks(section: Section, state: unknown): boolean;
    handing(): void;
  };
  address: { write(section: Section, values: Values): void; keep(): void };
  fields: { release(section: Section): void; give(field: HTMLInputElement, text: string): void; holds(section: Section): boolean; resting(): boolean };
  rests(): boolean;
  repainted(): void;
  paint(gd: Plot, changes: Change[]): Change[];
  recoloured(): boolean;
  inTheme(to: Theme, part: any): any;
  scrub: {
    unheard(section: Section): Values;
    release(section: Section): void;
    hold(): void;
    letGo(): void;
    resting(): boolean;
    repaint(): void;
  };
}

/* ---- Dash ---- */

interface Clientside {
  // The script that comes first makes it, empty.
  get jaccard(): Jaccard;
  set jaccard(made: object);
  set_props(id: string, props: object): void;
  no_update: unknown;
  callback_context: { triggered_id: string; inputs_list: { id: string }[]; outputs_list: { id: string }[] };
  Patch: new () => { assign(path: Path, value: unknown): void; build(): object };
}

interface Window {
  get dash_clientside(): Clientside;
  set dash_clientside(made: object);
  dash_component_api: { getLayout(id: string): { props: any } | undefined };
  jaccard_components: object;
  React: { createElement(type: unknown, props: object | null, ...children: unknown[]): unknown; Fragment: unknown };
  Plotly: Plotly;
}

/** What Chromium alone tells: whether a reader asked to spare data, and how fast the network seems. */
interface Navigator { connection?: { saveData?: boolean; effectiveType?: string } }

/* ---- plotly.js ---- */

/** A trace, or any other part of a figure: plotly.js says what is in it. */
type Drawing = Record<string, any>;

interface Plotly {
  newPlot(place: Plot | string, ...figure: unknown[]): unknown;
  react(place: Plot | string, ...figure: unknown[]): unknown;
  toImage(figure: object, how: object): Promise<string>;
}

/** plotly's element: traces and layout with all defaults. */
interface Plot extends HTMLElement { _fullData: Drawing[]; _fullLayout: Drawing }

/* ---- elements ---- */

/** Every element of the pages is of HTML or SVG. `__data__` is what plotly.js has drawn it from. */
interface Element extends ElementCSSInlineStyle, HTMLOrSVGElement { __data__?: Drawing[] }

/** What Python writes on those elements that scripts find by it. */
interface DOMStringMap {
  asleep: string; address: string; // a section: what there is to know of its address
  part: string; x: string; y: string; z: string; sides: string; heights: string; steps: string; // a still picture: still.js
  sketch: string; figure: string; draws: string; question: string; asks: string; unanswered: string; // what is drawn: draw.js
  screen: string; screens: string; path: string; plans: string; where: string; // lectures
  truth: string; size: string; paints: string; // a painting
  script: string; plotly: string; // the files that Dash needs
  carries: string; label: string; pause: string; picture: string; sets: string; line: string; source: string; most: string;
}

/** The element that a selector finds, by the name at its end: "main a[href]" finds a link. */
type Found<S extends string> =
  S extends `${infer One}, ${infer Others}` ? Found<One> | Found<Others>
    : S extends `${string} ${infer Rest}` ? Found<Rest>
      : Named<S>;
type Named<S extends string> =
  S extends `${infer Name}${"[" | "." | ":" | "#"}${string}` ? Name extends "" ? S extends ".js-plotly-plot" ? Plot : HTMLElement : Named<Name>
    : S extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[S]
      : HTMLElement;

interface ParentNode {
  querySelector<S extends string>(selector: S): Found<S> | null;
  querySelectorAll<S extends string>(selector: S): NodeListOf<Found<S>>;
}
interface Element {
  closest<S extends string>(selector: S): Found<S> | null;
}

/* ---- what the browsers that the README names have of a later standard than tsconfig.json has ---- */

interface Array<T> {
  findLast(holds: (value: T, index: number, all: T[]) => unknown): T | undefined;
  findLastIndex(holds: (value: T, index: number, all: T[]) => unknown): number;
}
