package dev.lockstep.document;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents' own gradient check: the error is the sum of the last state's entries, every weight that the document looks
 * at is moved by ±1e-3, and both gradients are printed with six decimals for the reader to compare.
 */
public final class OwnCheck {
    private static final double STEP = 1e-3;
    private static final int DECIMALS = 6;

    private OwnCheck() {}

    /**
     * One line of what is printed.
     *
     * @param weight which: {@code RW h1 unit2}
     * @param backward the document's gradient
     * @param difference the central difference of the document's own error
     */
    public record Line(String weight, double backward, double difference) {
        /** Whether both look the same in six decimals. */
        public boolean same() {
            return printed(backward).compareTo(printed(difference)) == 0;
        }

        /** Both numbers as printed. */
        public String text() {
            return weight + ": " + printed(backward).toPlainString() + " and "
                    + printed(difference).toPlainString();
        }

        private static BigDecimal printed(double value) {
            return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        }
    }

    /**
     * Runs the check on a case's layer, weights and input.
     *
     * @throws InvalidInput if the document has no check, or cannot compute the case
     */
    public static List<Line> of(Document document, Case scenario) {
        LayerSpec layer = scenario.network().layers().get(0);
        List<Entry> entries = entries(document, layer);
        if (entries.isEmpty()) {
            throw new InvalidInput("check of " + document.title() + ": one in the document expected, none found");
        }
        Case check = new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                sumOfLastState(scenario.input(), layer.outputs()),
                Optional.empty(),
                Set.of(Kind.GRADIENT));
        Support may = document.supports(check);
        if (!may.yes()) {
            throw new InvalidInput("check of " + document.title()
                    + ": a case that it computes expected, found one that it refuses, because " + may.because());
        }
        Observations gradients = document.observe(check);
        List<Line> lines = new ArrayList<>();
        for (Entry entry : entries) {
            ParameterKey key = new ParameterKey(layer.name(), entry.spec().parameter());
            double backward = gradients.get(Quantity.gradient(key)).values()[entry.index()];
            double above = error(document, moved(check, key, entry, STEP));
            double below = error(document, moved(check, key, entry, -STEP));
            lines.add(new Line(entry.name(), backward, (above - below) / (2 * STEP)));
        }
        return lines;
    }

    /** One number of a parameter. */
    private record Entry(ParameterSpec spec, int index, String name) {}

    /** What the document's check looks at. */
    private static List<Entry> entries(Document document, LayerSpec layer) {
        List<Entry> entries = new ArrayList<>();
        for (ParameterSpec spec : layer.parameters()) {
            Tensor shape = Tensor.of(spec, new RowMajorMatrix(spec.rows(), spec.columns()));
            for (int i = 0; i < shape.values().length; i++) {
                List<String> labels = shape.labels(i);
                if (document.checks(spec.parameter(), labels)) {
                    entries.add(new Entry(spec, i, spec.parameter().symbol() + " " + String.join(" ", labels)));
                }
            }
        }
        return entries;
    }

    private static Objective sumOfLastState(Sequence input, int units) {
        Sequence ones = Sequence.zeros(input.time(), input.batch(), units);
        ones.at(input.time()).fill(1);
        return new Objective.Upstream(ones, Map.of());
    }

    private static Case moved(Case base, ParameterKey key, Entry entry, double step) {
        double[] values = base.weights().get(key).toArray();
        values[entry.index()] += step;
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(base.weights().asMap());
        matrices.put(
                key,
                RowMajorMatrix.wrap(values, entry.spec().rows(), entry.spec().columns()));
        return base.withWeights(new Weights(base.network(), matrices)).observing(Set.of(Kind.FINAL_HIDDEN));
    }

    private static double error(Document document, Case scenario) {
        String layer = scenario.network().layers().get(0).name();
        return Arrays.stream(document.observe(scenario)
                        .get(Quantity.finalHidden(layer))
                        .values())
                .sum();
    }
}
