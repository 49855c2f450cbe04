package dev.lockstep.report;

import dev.lockstep.model.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG text: the same bytes for the same numbers everywhere, with no need of fonts or a display. Series are
 * told apart by colour and by dashes.
 *
 * @param title above the chart
 * @param xTitle below the horizontal axis
 * @param yTitle beside the vertical axis
 * @param logarithmic whether the vertical axis counts decades; numbers that are not positive are then left out
 * @param series at least one; each has at least one point
 */
public record LineChart(String title, String xTitle, String yTitle, boolean logarithmic, List<Series> series) {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 440;
    private static final int LEFT = 84;
    private static final int RIGHT = 20;
    private static final int TOP = 78;
    private static final int BOTTOM = 56;
    private static final int TICKS = 6;
    private static final List<String> COLOURS =
            List.of("#0b62a4", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#be185d", "#0f766e", "#475569");
    private static final List<String> DASHES = List.of("", "7 4", "2 3", "10 3 2 3");

    /**
     * One line.
     *
     * @param name shown in the legend
     * @param x positions, ascending
     * @param y values; the line is interrupted where they are not finite
     */
    public record Series(String name, double[] x, double[] y) {
        /** @throws InvalidInput if there is no point, there are unequal numbers of x and y, or an x is not finite */
        public Series {
            if (x.length == 0 || x.length != y.length) {
                throw new InvalidInput("series \"" + name + "\": as many x as y and at least one expected, " + x.length
                        + " and " + y.length + " found");
            }
            for (double value : x) {
                if (!Double.isFinite(value)) {
                    throw new InvalidInput(
                            "x of series \"" + name + "\": finite numbers expected, " + value + " found");
                }
            }
        }

        /** Values at x = 1, 2, 3 … */
        public static Series counted(String name, double... y) {
            double[] x = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                x[i] = i + 1;
            }
            return new Series(name, x, y);
        }
    }

    /** @throws InvalidInput if there is no series */
    public LineChart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new InvalidInput("chart \"" + title + "\": at least one series expected, none found");
        }
    }

    /** The chart as a standalone SVG document. */
    public String svg() {
        Scale horizontal = horizontal();
        Scale vertical = vertical();
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#1f2937\">%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT, escape(title)));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.append(format(
                "<text x=\"%d\" y=\"26\" font-size=\"17\" font-weight=\"600\">%s</text>%n", LEFT, escape(title)));
        grid(svg, horizontal, vertical);
        for (int i = 0; i < series.size(); i++) {
            line(svg, i, horizontal, vertical);
        }
        legend(svg);
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg, Scale horizontal, Scale vertical) {
        int right = WIDTH - RIGHT;
        int bottom = HEIGHT - BOTTOM;
        for (double tick : vertical.ticks()) {
            double y = vertical.position(tick);
            svg.append(format(
                    "<line x1=\"%d\" y1=\"%.2f\" x2=\"%d\" y2=\"%.2f\" stroke=\"#e5e7eb\"/>"
                            + "<text x=\"%d\" y=\"%.2f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, y, right, y, LEFT - 8, y + 4, vertical.label(tick)));
        }
        for (double tick : horizontal.ticks()) {
            double x = horizontal.position(tick);
            svg.append(format(
                    "<line x1=\"%.2f\" y1=\"%d\" x2=\"%.2f\" y2=\"%d\" stroke=\"#9ca3af\"/>"
                            + "<text x=\"%.2f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x, bottom, x, bottom + 5, x, bottom + 20, horizontal.label(tick)));
        }
        svg.append(format("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#6b7280\"/>%n", LEFT, TOP, bottom, right));
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + right) / 2, HEIGHT - 14, escape(xTitle)));
        svg.append(format(
                "<text x=\"20\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 20 %d)\">%s</text>%n",
                (TOP + bottom) / 2, (TOP + bottom) / 2, escape(yTitle)));
    }

    private void line(StringBuilder svg, int index, Scale horizontal, Scale vertical) {
        Series one = series.get(index);
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < one.x.length; i++) {
            boolean shown = shown(one.y[i]);
            if (shown) {
                // A stroke of no length is a dot, so that a lone point is seen too.
                path.append(format(
                        pen ? "L%.2f %.2f" : "M%.2f %.2fh0",
                        horizontal.position(one.x[i]),
                        vertical.position(one.y[i])));
            }
            pen = shown;
        }
        svg.append(format("<path d=\"%s\" %s><title>%s</title></path>%n", path, stroke(index), escape(one.name)));
    }

    private void legend(StringBuilder svg) {
        int x = LEFT;
        for (int i = 0; i < series.size(); i++) {
            String name = series.get(i).name;
            svg.append(format(
                    "<path d=\"M%d 50h28\" %s/><text x=\"%d\" y=\"54\">%s</text>%n",
                    x, stroke(i), x + 36, escape(name)));
            x += 60 + 8 * name.length();
        }
    }

    private static String stroke(int index) {
        String dashes = DASHES.get(index % DASHES.size());
        return "fill=\"none\" stroke=\"" + COLOURS.get(index % COLOURS.size())
                + "\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\""
                + (dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    private boolean shown(double y) {
        return Double.isFinite(y) && (!logarithmic || y > 0);
    }

    private Scale horizontal() {
        return Scale.over(
                series.stream().flatMapToDouble(one -> Arrays.stream(one.x)).toArray(), false, LEFT, WIDTH - RIGHT);
    }

    private Scale vertical() {
        double[] shown = series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.y))
                .filter(this::shown)
                .toArray();
        return Scale.over(shown, logarithmic, HEIGHT - BOTTOM, TOP);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Numbers to pixels, by value or by decade. */
    private record Scale(double from, double to, double step, boolean logarithmic, int start, int end) {
        static Scale over(double[] values, boolean logarithmic, int start, int end) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                double scaled = logarithmic ? StrictMath.log10(value) : value;
                low = Math.min(low, scaled);
                high = Math.max(high, scaled);
            }
            if (values.length == 0) {
                low = 0;
                high = 1;
            }
            double step = step(low, high, logarithmic);
            double from = step * Math.floor(low / step);
            double to = step * Math.ceil(high / step);
            return new Scale(from, to > from ? to : from + step, step, logarithmic, start, end);
        }

        private static double step(double low, double high, boolean logarithmic) {
            if (low == high) {
                return logarithmic || low == 0 ? 1 : decade(Math.abs(low));
            }
            double rough = (high - low) / TICKS;
            double decade = decade(rough);
            double step = 10 * decade;
            for (double nice : new double[] {5, 2, 1}) {
                step = rough <= nice * decade ? nice * decade : step;
            }
            return logarithmic ? Math.max(1, Math.ceil(step)) : step;
        }

        private static double decade(double value) {
            return StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            long count = Math.round((to - from) / step);
            for (long i = 0; i <= count; i++) {
                double tick = step * Math.rint(from / step + i);
                ticks.add(logarithmic ? StrictMath.pow(10, tick) : tick);
            }
            return ticks;
        }

        double position(double value) {
            double scaled = logarithmic ? StrictMath.log10(value) : value;
            return start + (scaled - from) / (to - from) * (end - start);
        }

        String label(double tick) {
            if (logarithmic) {
                return String.format(Locale.ROOT, "1e%d", Math.round(StrictMath.log10(tick)));
            }
            int decimals = (int) Math.max(0, -Math.floor(StrictMath.log10(step) + 1e-9));
            return decimals > 4 || Math.abs(tick) >= 1e6
                    ? NumberText.scientific(tick)
                    : String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
        }
    }
}
