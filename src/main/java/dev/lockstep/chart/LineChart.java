package dev.lockstep.chart;

import dev.lockstep.model.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line chart as SVG text: the same bytes for the same numbers everywhere, with no need of fonts or a display. Every series
 * is named at its line's end; up to twelve are told apart by colour and by the shape of their marks, or by their dashes.
 *
 * @param title above the chart
 * @param xTitle below the horizontal axis
 * @param yTitle beside the vertical axis
 * @param scales which axes count decades; numbers that are not positive are then left out
 * @param series at least one; each has at least one point
 */
public record LineChart(String title, String xTitle, String yTitle, Scales scales, List<Series> series) {
    private static final double FONT = 13;
    private static final double TITLE_FONT = 17;
    private static final int LINE_HEIGHT = 17;
    private static final int TITLE_LINE_HEIGHT = 23;
    private static final int MARKS = 6;
    private static final double NEAR_THE_END = 0.97;
    private static final int ENTRY_GAP = 4;

    /** Which axes count decades. */
    public enum Scales {
        /** Neither. */
        LINEAR,
        /** The vertical one. */
        VERTICAL,
        /** Both. */
        LOGARITHMIC
    }

    /**
     * One line.
     *
     * @param name shown at the line's end
     * @param x positions, ascending
     * @param y values; the line is interrupted where they are not finite
     * @param dashed whether it is drawn with dashes and without marks, as what theory expects
     */
    public record Series(String name, double[] x, double[] y, boolean dashed) {
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

        /** Measured numbers. */
        public Series(String name, double[] x, double[] y) {
            this(name, x, y, false);
        }

        /** What theory expects. */
        public static Series dashed(String name, double[] x, double[] y) {
            return new Series(name, x, y, true);
        }

        /** Values at x = 1, 2, 3 … */
        public static Series counted(String name, double... y) {
            return new Series(
                    name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
        }
    }

    /** @throws InvalidInput if there is no series, or an x is not positive where its axis counts decades */
    public LineChart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new InvalidInput("chart \"" + title + "\": at least one series expected, none found");
        }
        for (Series one : series) {
            double least = Arrays.stream(one.x).min().orElseThrow();
            if (scales == Scales.LOGARITHMIC && !(least > 0)) {
                throw new InvalidInput(
                        "x of series \"" + one.name + "\": positive numbers expected, " + least + " found");
            }
        }
    }

    /**
     * A chart whose horizontal axis is linear.
     *
     * @param logarithmic whether the vertical axis counts decades
     */
    public LineChart(String title, String xTitle, String yTitle, boolean logarithmic, List<Series> series) {
        this(title, xTitle, yTitle, logarithmic ? Scales.VERTICAL : Scales.LINEAR, series);
    }

    /** The chart as a standalone SVG document. */
    public String svg() {
        return new Drawing(this).draw();
    }

    private boolean shown(double y) {
        return Double.isFinite(y) && (scales == Scales.LINEAR || y > 0);
    }

    /** Lays the chart out, then writes it: titles, axes, lines, marks, names. */
    private static final class Drawing {
        private static final int PLOT_WIDTH = 640;
        private static final int PLOT_HEIGHT = 320;
        private static final int LEAST_LEFT = 84;
        private static final int MARGIN = 20;
        private static final int LEADER = 44;
        private static final int SAMPLE = 34;
        private static final int NAME_WIDTH = 240;

        private final LineChart chart;
        private final Axis horizontal;
        private final Axis vertical;
        private final List<SeriesStyle> styles = new ArrayList<>();
        private final List<List<String>> names = new ArrayList<>();
        private final List<String> titleLines;
        private final List<String> xLines;
        private final List<String> yLines;
        private final int left;
        private final int right;
        private final int top;
        private final int bottom;
        private final StringBuilder svg = new StringBuilder();

        Drawing(LineChart chart) {
            this.chart = chart;
            double[] positions = chart.series.stream()
                    .flatMapToDouble(one -> Arrays.stream(one.x))
                    .toArray();
            horizontal = chart.scales == Scales.LOGARITHMIC ? Axis.logarithmic(positions) : Axis.exact(positions);
            double[] shown = chart.series.stream()
                    .flatMapToDouble(one -> Arrays.stream(one.y))
                    .filter(chart::shown)
                    .toArray();
            vertical = chart.scales != Scales.LINEAR ? Axis.logarithmic(shown) : Axis.linear(shown);
            int dashed = 0;
            for (int i = 0; i < chart.series.size(); i++) {
                Series one = chart.series.get(i);
                styles.add(SeriesStyle.of(one.dashed ? dashed : i - dashed, one.dashed));
                names.add(ChartText.lines(one.name, NAME_WIDTH, FONT));
                dashed += one.dashed ? 1 : 0;
            }
            int height = Math.max(
                    PLOT_HEIGHT, names.stream().mapToInt(Drawing::entryHeight).sum());
            titleLines = ChartText.lines(chart.title, PLOT_WIDTH, TITLE_FONT);
            xLines = ChartText.lines(chart.xTitle, PLOT_WIDTH, FONT);
            yLines = ChartText.lines(chart.yTitle, height, FONT);
            double labels = vertical.ticks().stream()
                    .mapToDouble(tick -> ChartText.width(tick.label(), FONT))
                    .max()
                    .orElse(0);
            left = Math.max(LEAST_LEFT, MARGIN + LINE_HEIGHT * yLines.size() + (int) Math.ceil(labels) + 10);
            right = left + PLOT_WIDTH;
            top = 26 + TITLE_LINE_HEIGHT * titleLines.size();
            bottom = top + height;
        }

        private static int entryHeight(List<String> name) {
            return LINE_HEIGHT * name.size() + ENTRY_GAP;
        }

        String draw() {
            double widest = names.stream()
                    .flatMap(List::stream)
                    .mapToDouble(line -> ChartText.width(line, FONT))
                    .max()
                    .orElse(0);
            int width = nameX() + (int) Math.ceil(widest) + MARGIN;
            int height = bottom + 32 + LINE_HEIGHT * xLines.size() + 8;
            svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
                    + "\" width=\"" + width + "\" height=\"" + height + "\" role=\"img\" aria-label=\""
                    + escape(chart.title)
                    + "\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#1f2937\">\n"
                    + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
            titles();
            verticalAxis();
            horizontalAxis();
            line("<path d=\"M" + left + " " + top + "V" + bottom + "H" + right
                    + "\" fill=\"none\" stroke=\"#6b7280\"/>");
            // Theory lies above what was measured: its gaps let the other line show, which would hide it.
            for (boolean dashed : new boolean[] {false, true}) {
                for (int i = 0; i < styles.size(); i++) {
                    if (chart.series.get(i).dashed == dashed) {
                        curve(i);
                    }
                }
            }
            IntStream.range(0, styles.size()).forEach(this::marks);
            names();
            return svg.append("</svg>\n").toString();
        }

        private void titles() {
            for (int i = 0; i < titleLines.size(); i++) {
                line("<text x=\"" + left + "\" y=\"" + (30 + TITLE_LINE_HEIGHT * i)
                        + "\" font-size=\"17\" font-weight=\"600\">" + escape(titleLines.get(i)) + "</text>");
            }
            for (int i = 0; i < xLines.size(); i++) {
                line("<text x=\"" + (left + right) / 2 + "\" y=\"" + (bottom + 44 + LINE_HEIGHT * i)
                        + "\" text-anchor=\"middle\">" + escape(xLines.get(i)) + "</text>");
            }
            for (int i = 0; i < yLines.size(); i++) {
                String at = MARGIN + LINE_HEIGHT * i + " " + (top + bottom) / 2;
                line("<text transform=\"translate(" + at + ") rotate(-90)\" text-anchor=\"middle\">"
                        + escape(yLines.get(i)) + "</text>");
            }
        }

        private void verticalAxis() {
            for (double position : vertical.unlabelled()) {
                line("<path d=\"M" + left + " " + number(y(position)) + "h-3\" stroke=\"#9ca3af\"/>");
            }
            for (Axis.Tick tick : vertical.ticks()) {
                String y = number(y(tick.position()));
                line("<path d=\"M" + (left - 5) + " " + y + "H" + right + "\" stroke=\"#e5e7eb\"/><text x=\""
                        + (left - 10) + "\" y=\"" + number(y(tick.position()) + 4) + "\" text-anchor=\"end\">"
                        + tick.label() + "</text>");
            }
        }

        private void horizontalAxis() {
            for (double position : horizontal.unlabelled()) {
                line("<path d=\"M" + number(x(position)) + " " + bottom + "v3\" stroke=\"#9ca3af\"/>");
            }
            for (Axis.Tick tick : horizontal.ticks()) {
                String x = number(x(tick.position()));
                line("<path d=\"M" + x + " " + bottom + "v5\" stroke=\"#9ca3af\"/><text x=\"" + x + "\" y=\""
                        + (bottom + 20) + "\" text-anchor=\"middle\">" + tick.label() + "</text>");
            }
        }

        private void curve(int index) {
            Series one = chart.series.get(index);
            StringBuilder path = new StringBuilder();
            boolean pen = false;
            for (int i = 0; i < one.x.length; i++) {
                boolean shown = chart.shown(one.y[i]);
                if (shown) {
                    // A stroke of no length is a dot, so that a lone point is seen too.
                    path.append(pen ? "L" : "M").append(point(one, i)).append(pen ? "" : "h0");
                }
                pen = shown;
            }
            line("<path d=\"" + path + "\" " + styles.get(index).line() + "><title>" + escape(one.name)
                    + "</title></path>");
        }

        /** A few marks on a line, each series' at other points, so that lines on top of each other are all seen. */
        private void marks(int index) {
            Series one = chart.series.get(index);
            int[] shown = IntStream.range(0, one.x.length)
                    .filter(i -> chart.shown(one.y[i]))
                    .toArray();
            if (one.dashed || shown.length == 0) {
                return;
            }
            int count = styles.size();
            int stride = Math.max(Math.min(count, shown.length), shown.length / MARKS);
            int first = stride > count ? stride * index / count + stride / (2 * count) : index % stride;
            StringBuilder path = new StringBuilder();
            for (int i = first; i < shown.length; i += stride) {
                path.append("M")
                        .append(point(one, shown[i]))
                        .append(styles.get(index).outline());
            }
            line("<path d=\"" + path + "\" " + styles.get(index).marks() + "/>");
        }

        /** Every name as near to its line's end as the other names leave room, in the order of the ends. */
        private void names() {
            double[] ends = new double[styles.size()];
            boolean[] led = new boolean[styles.size()];
            for (int i = 0; i < ends.length; i++) {
                int last = last(chart.series.get(i));
                ends[i] = last < 0 ? bottom : y(vertical.position(chart.series.get(i).y[last]));
                led[i] = last >= 0
                        && horizontal.fraction(horizontal.position(chart.series.get(i).x[last])) >= NEAR_THE_END;
            }
            List<Integer> order = IntStream.range(0, ends.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> ends[i]))
                    .toList();
            double[] centres = spread(
                    order.stream().mapToDouble(i -> ends[i]).toArray(),
                    order.stream().mapToInt(i -> entryHeight(names.get(i))).toArray());
            for (int i = 0; i < centres.length; i++) {
                name(order.get(i), centres[i], led[order.get(i)], ends[order.get(i)]);
            }
        }

        private int last(Series one) {
            int last = one.x.length - 1;
            while (last >= 0 && !chart.shown(one.y[last])) {
                last--;
            }
            return last;
        }

        /**
         * Centres of entries of the given heights, each below the one before, as near to the wanted ones as that allows:
         * less what lies above each of them they must only not descend, so whatever does is replaced by its mean (isotonic
         * regression).
         */
        private double[] spread(double[] wanted, int[] heights) {
            int count = wanted.length;
            double[] offsets = new double[count];
            for (int i = 1; i < count; i++) {
                offsets[i] = offsets[i - 1] + (heights[i - 1] + heights[i]) / 2.0;
            }
            double[] centres = new double[count];
            for (int i = 0; i < count; i++) {
                centres[i] = wanted[i] - offsets[i];
                int first = i;
                double sum = centres[i];
                while (first > 0 && centres[first - 1] > sum / (i - first + 1)) {
                    first--;
                    sum += centres[first];
                }
                Arrays.fill(centres, first, i + 1, sum / (i - first + 1));
            }
            double highest = top - ENTRY_GAP + heights[0] / 2.0;
            double lowest = bottom + ENTRY_GAP - heights[count - 1] / 2.0 - offsets[count - 1];
            for (int i = 0; i < count; i++) {
                centres[i] = Math.max(highest, Math.min(lowest, centres[i])) + offsets[i];
            }
            return centres;
        }

        private void name(int index, double centre, boolean led, double end) {
            SeriesStyle style = styles.get(index);
            String y = number(centre);
            int sample = right + LEADER;
            if (led) {
                line("<path d=\"M" + (right + 6) + " " + number(end) + "L" + (sample - 5) + " " + y
                        + "\" fill=\"none\" stroke=\"" + style.colour() + "\" stroke-width=\"0.7\"/>");
            }
            line("<path d=\"M" + sample + " " + y + "h" + SAMPLE + "\" " + style.line() + "/>"
                    + (chart.series.get(index).dashed
                            ? ""
                            : "<path d=\"M" + (sample + SAMPLE / 2) + " " + y + style.outline() + "\" " + style.marks()
                                    + "/>"));
            List<String> lines = names.get(index);
            for (int i = 0; i < lines.size(); i++) {
                double baseline = centre + 4.5 + LINE_HEIGHT * (i - (lines.size() - 1) / 2.0);
                line("<text x=\"" + nameX() + "\" y=\"" + number(baseline) + "\">" + escape(lines.get(i)) + "</text>");
            }
        }

        private int nameX() {
            return right + LEADER + SAMPLE + 8;
        }

        private String point(Series one, int i) {
            return number(x(horizontal.position(one.x[i]))) + " " + number(y(vertical.position(one.y[i])));
        }

        private double x(double position) {
            return left + horizontal.fraction(position) * (right - left);
        }

        private double y(double position) {
            return bottom - vertical.fraction(position) * (bottom - top);
        }

        private void line(String element) {
            svg.append(element).append('\n');
        }
    }

    /** Tenths of a pixel. */
    private static String number(double pixels) {
        long tenths = Math.round(10 * pixels);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
