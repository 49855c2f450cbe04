/** Line charts as SVG: the same bytes everywhere, no fonts and no window system needed to draw them. */
package dev.lockstep.chart;
