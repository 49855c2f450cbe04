package dev.lockstep.chart;

import java.util.List;

/**
 * How one line of a chart is drawn. Twelve measured series differ in colour and in the shape of their marks, so that a
 * print in grey tells them apart too. Dashed ones differ in their dashes and are all dark grey, which is seen on top of
 * any colour.
 *
 * @param colour of the line and of its marks
 * @param dashes as SVG's {@code stroke-dasharray}; empty for a line without gaps
 * @param shape of the marks
 * @param filled whether the marks are
 */
record SeriesStyle(String colour, String dashes, Shape shape, boolean filled) {
    private static final List<String> COLOURS = List.of(
            "#0b62a4", "#d9480f", "#15803d", "#7e22ce", "#a16207", "#db2777", "#0891b2", "#111827", "#65a30d",
            "#7f1d1d", "#6366f1", "#64748b");
    private static final String THEORY = "#374151";
    private static final List<String> DASHES = List.of("9 5", "2 4", "12 4 2 4", "5 3", "12 4 2 4 2 4", "18 5");

    /** An outline around a point. */
    enum Shape {
        CIRCLE("m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"),
        SQUARE("m-4-4h8v8h-8z"),
        TRIANGLE("m0-5.5l5.2 9h-10.4z"),
        DIAMOND("m0-5.8l5.8 5.8l-5.8 5.8l-5.8-5.8z"),
        INVERTED_TRIANGLE("m0 5.5l5.2-9h-10.4z"),
        HOURGLASS("m-5.5-5.5h11l-11 11h11z");

        private final String outline;

        Shape(String outline) {
            this.outline = outline;
        }
    }

    /**
     * @param ofItsKind counts the measured ones, or the dashed ones
     * @param dashed which of both
     */
    static SeriesStyle of(int ofItsKind, boolean dashed) {
        Shape[] shapes = Shape.values();
        return new SeriesStyle(
                dashed ? THEORY : COLOURS.get(ofItsKind % COLOURS.size()),
                dashed ? DASHES.get(ofItsKind % DASHES.size()) : "",
                shapes[ofItsKind % shapes.length],
                ofItsKind / shapes.length % 2 == 0);
    }

    /** Attributes of the line. */
    String line() {
        return "fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\""
                + (dashes.isEmpty() ? "round\"" : "butt\" stroke-dasharray=\"" + dashes + "\"");
    }

    /** Attributes of the marks. */
    String marks() {
        return filled
                ? "fill=\"" + colour + "\" stroke=\"#ffffff\" stroke-width=\"1\""
                : "fill=\"#ffffff\" stroke=\"" + colour + "\" stroke-width=\"1.8\"";
    }

    /** Outline of the mark around a point that a path has moved to. */
    String outline() {
        return shape.outline;
    }
}
