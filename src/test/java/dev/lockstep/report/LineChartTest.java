package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LineChartTest {
    @Test
    void points_lie_where_the_axes_say() throws Exception {
        // The plot spans x 84 … 780 and y 384 … 78: half-way is 432 and 231.
        Document chart = parse(new LineChart(
                "Cost",
                "step",
                "cost",
                false,
                List.of(new LineChart.Series("ours", new double[] {0, 5, 10}, new double[] {0, 5, 10}))));
        assertThat(paths(chart)).contains("M84.00 384.00h0L432.00 231.00L780.00 78.00");
        assertThat(texts(chart)).contains("Cost", "step", "cost", "ours", "0", "2", "4", "6", "8", "10");
    }

    @Test
    void a_logarithmic_axis_counts_decades() throws Exception {
        Document chart = parse(
                new LineChart("Cost", "step", "cost", true, List.of(LineChart.Series.counted("ours", 100, 1, 0.01))));
        assertThat(texts(chart)).contains("1e-2", "1e-1", "1e0", "1e1", "1e2");
        assertThat(paths(chart))
                .anyMatch(path -> path.contains(" 78.00h0L") && path.contains(" 231.00L") && path.endsWith(" 384.00"));
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

    private static Document parse(LineChart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> paths(Document chart) {
        List<String> paths = new ArrayList<>();
        NodeList nodes = chart.getElementsByTagName("path");
        for (int i = 0; i < nodes.getLength(); i++) {
            paths.add(((Element) nodes.item(i)).getAttribute("d"));
        }
        return paths;
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
