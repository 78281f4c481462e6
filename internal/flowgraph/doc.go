// Package flowgraph draws a call flow: as Mermaid text, and as an SVG picture.
//
// The [ivr.Graph] is authoritative; an edge whose ends it does not name is not
// drawn. Every step becomes a card and every way a wire, with the keys beside the
// wires; ways between the same two steps share a wire. The card that 0 leads to has
// a badge, and wires that lead back up a colour of their own. Where the cards stand and
// the wires run is found by graphviz if it is installed, else, or if it fails, by
// a layered layout of our own: the beginning above, one row after the other
// below, no wire through a card, no label upon another. Both are drawn by the
// same hand. The same graph and layout give the same bytes.
package flowgraph
