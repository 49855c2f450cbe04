package dev.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LineChartTest {
    @Test
    void points_lie_where_the_axes_say() throws Exception {
        // The plot spans x 84 … 724 and y 369 … 49: half-way is 404 and 209.
        Document chart = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                false,
                List.of(new LineChart.Series("ours", new double[] {0, 5, 10}, new double[] {0, 5, 10}))));
        assertThat(paths(chart)).contains("M84 369h0L404 209L724 49");
        assertThat(texts(chart)).contains("Cost", "step", "cost", "ours", "0", "2", "4", "6", "8", "10");
    }

    @Test
    void a_logarithmic_axis_counts_decades() throws Exception {
        Document chart = parse(
                new LineChart("Cost", "step", "cost", true, List.of(LineChart.Series.counted("ours", 100, 1, 0.01))));
        assertThat(texts(chart)).contains("1e-2", "1e-1", "1e0", "1e1", "1e2");
        assertThat(paths(chart))
                .anyMatch(path -> path.contains(" 49h0L") && path.contains(" 209L") && path.endsWith(" 369"));
    }

    @Test
    void both_axes_may_count_decades() throws Exception {
        // The plot spans x 84 … 724 and y 369 … 49.
        LineChart.Series line = new LineChart.Series("ours", new double[] {10, 100, 1000}, new double[] {1, 10, 100});
        Document chart = parse(new LineChart("Cost", "T", "ms", LineChart.Scales.LOGARITHMIC, List.of(line)));
        assertThat(paths(chart)).contains("M84 369h0L404 209L724 49");
        assertThat(texts(chart)).contains("1e0", "1e1", "1e2", "1e3");
        assertThatThrownBy(() -> new LineChart(
                        "Cost",
                        "T",
                        "ms",
                        LineChart.Scales.LOGARITHMIC,
                        List.of(new LineChart.Series("ours", new double[] {0, 1}, new double[] {1, 1}))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("x of series \"ours\": positive numbers expected, 0.0 found");
    }

    @Test
    void many_decades_have_few_labels_and_few_decades_have_some_between() throws Exception {
        assertThat(ticks(1e-12, 1e12))
                .containsExactly("1e-12", "1e-9", "1e-6", "1e-3", "1e0", "1e3", "1e6", "1e9", "1e12");
        assertThat(ticks(0.03, 0.7)).containsExactly("1e-2", "2e-2", "5e-2", "1e-1", "2e-1", "5e-1", "1e0");
        assertThat(ticks(Double.MIN_VALUE, Double.MAX_VALUE))
                .containsExactly("1e-300", "1e-200", "1e-100", "1e0", "1e100", "1e200", "1e300");
    }

    @Test
    void labels_of_a_linear_axis_differ() throws Exception {
        Document large = parse(new LineChart(
                "Cost", "step", "cost", false, List.of(LineChart.Series.counted("ours", 2_000_000, 2_290_000))));
        assertThat(texts(large)).contains("2.00e+06", "2.05e+06", "2.10e+06", "2.30e+06");
        Document counted =
                parse(new LineChart("Cost", "step", "cost", false, List.of(LineChart.Series.counted("ours", 0, 5, 1))));
        assertThat(texts(counted)).containsSequence("1", "2", "3").doesNotContain("1.5");
        Document extreme = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                false,
                List.of(LineChart.Series.counted("ours", -Double.MAX_VALUE, 0, Double.MAX_VALUE))));
        assertThat(paths(extreme))
                .anyMatch(path -> path.contains(" 369h0L") && path.contains(" 209L") && path.endsWith(" 49"));
    }

    @Test
    void twelve_series_are_told_apart_in_colour_and_in_grey() throws Exception {
        List<LineChart.Series> series = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            series.add(LineChart.Series.counted("series " + i, 1, 2, 3));
        }
        Document measured = parse(new LineChart("Cost", "step", "cost", false, series));
        assertThat(lines(measured).stream().map(line -> line.getAttribute("stroke")))
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(marks(measured).stream()
                        .map(mark -> mark.getAttribute("d").replaceFirst("M[\\d.]+ [\\d.]+", "")
                                + mark.getAttribute("fill").equals("#ffffff")))
                .hasSize(12)
                .doesNotHaveDuplicates();
    }

    @Test
    void theory_is_dashed_and_bears_no_marks() throws Exception {
        double[] x = {0, 1};
        Document chart = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                true,
                List.of(
                        LineChart.Series.dashed("0.5^t", x, new double[] {1, 0.5}),
                        new LineChart.Series("ours", x, new double[] {1, 0.5}),
                        LineChart.Series.dashed("0.1^t", x, new double[] {1, 0.1}))));
        // Measured lines lie below the others, so that they are seen through the gaps.
        assertThat(lines(chart).stream().map(line -> line.getTextContent())).containsExactly("ours", "0.5^t", "0.1^t");
        assertThat(lines(chart).stream().map(line -> line.getAttribute("stroke-dasharray")))
                .startsWith("")
                .doesNotHaveDuplicates();
        assertThat(marks(chart)).hasSize(1);
    }

    @Test
    void marks_of_lines_on_top_of_each_other_lie_apart() throws Exception {
        double[] y = IntStream.range(0, 100).asDoubleStream().toArray();
        Document chart = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                false,
                List.of(LineChart.Series.counted("ours", y), LineChart.Series.counted("theirs", y))));
        List<List<String>> places = curveMarks(chart).stream()
                .map(mark -> Pattern.compile("M[\\d.]+ [\\d.]+")
                        .matcher(mark.getAttribute("d"))
                        .results()
                        .map(MatchResult::group)
                        .toList())
                .toList();
        assertThat(places).hasSize(2).allSatisfy(one -> assertThat(one).hasSizeBetween(5, 8));
        assertThat(places.get(0)).doesNotContainAnyElementsOf(places.get(1));
    }

    @Test
    void a_line_is_interrupted_where_there_is_no_number() throws Exception {
        Document chart = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                true,
                List.of(LineChart.Series.counted("ours", 1, 10, Double.NaN, 100, -1, 10))));
        String line = paths(chart).stream()
                .filter(path -> path.contains("h0"))
                .findFirst()
                .orElseThrow();
        assertThat(line.chars().filter(sign -> sign == 'M').count()).isEqualTo(3);
        assertThat(line.chars().filter(sign -> sign == 'L').count()).isEqualTo(1);
    }

    @Test
    void constant_and_empty_series_still_have_axes() throws Exception {
        for (double value : new double[] {0, 0.3, -7, 1e20, 1e-9, Double.NaN}) {
            for (boolean logarithmic : new boolean[] {false, true}) {
                Document chart = parse(new LineChart(
                        "Cost", "step", "cost", logarithmic, List.of(LineChart.Series.counted("ours", value))));
                assertThat(paths(chart)).noneMatch(path -> path.contains("NaN") || path.contains("Infinity"));
            }
        }
    }

    @Test
    void names_are_text() throws Exception {
        Document chart = parse(
                new LineChart("a < b & \"c\"", "x", "y", false, List.of(LineChart.Series.counted("<ours>", 1, 2))));
        assertThat(texts(chart)).contains("a < b & \"c\"", "<ours>");
    }

    @Test
    void refuses_what_cannot_be_drawn() {
        assertThatThrownBy(() -> new LineChart("Cost", "x", "y", false, List.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("chart \"Cost\": at least one series expected, none found");
        assertThatThrownBy(() -> new LineChart.Series("ours", new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("series \"ours\": as many x as y and at least one expected, 1 and 2 found");
        assertThatThrownBy(() -> new LineChart.Series("ours", new double[] {Double.NaN}, new double[] {1}))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("x of series \"ours\": finite numbers expected, NaN found");
    }

    private static List<String> ticks(double low, double high) throws Exception {
        return texts(parse(new LineChart(
                        "Cost", "step", "cost", true, List.of(LineChart.Series.counted("ours", low, high)))))
                .stream()
                .filter(text -> text.matches("\\de-?\\d+"))
                .toList();
    }

    /** The lines of the series. */
    private static List<Element> lines(Document chart) {
        return elements(chart).stream()
                .filter(path -> path.getElementsByTagName("title").getLength() > 0)
                .toList();
    }

    /** The marks in the legend, each of them a single one. */
    private static List<Element> marks(Document chart) {
        return elements(chart).stream()
                .filter(path -> !path.getAttribute("fill").equals("none") && path.hasAttribute("stroke-width"))
                .filter(path -> x(path) > 724)
                .toList();
    }

    /** The marks on the lines. */
    private static List<Element> curveMarks(Document chart) {
        return elements(chart).stream()
                .filter(path -> !path.getAttribute("fill").equals("none") && path.hasAttribute("stroke-width"))
                .filter(path -> x(path) <= 724)
                .toList();
    }

    private static double x(Element path) {
        return Double.parseDouble(path.getAttribute("d").substring(1).split(" ")[0]);
    }

    private static List<Element> elements(Document chart) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = chart.getElementsByTagName("path");
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Document parse(LineChart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> paths(Document chart) {
        return elements(chart).stream().map(path -> path.getAttribute("d")).toList();
    }

    private static List<String> texts(Document chart) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = chart.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
