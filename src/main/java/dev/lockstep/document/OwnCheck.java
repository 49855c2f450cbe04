package dev.lockstep.document;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
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
        Case check = new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                sumOfLastState(scenario.input(), layer.outputs()),
                Optional.empty(),
                Set.of(Kind.GRADIENT));
        if (!document.supports(check).yes()) {
            throw new InvalidInput("check of " + document.title() + ": a case that it computes expected, found one that"
                    + " it refuses, because " + document.supports(check).because());
        }
        List<Line> lines = new ArrayList<>();
        for (ParameterSpec spec : layer.parameters()) {
            ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
            Tensor gradient = document.observe(check).get(Quantity.gradient(key));
            for (int i = 0; i < gradient.values().length; i++) {
                List<String> labels = gradient.labels(i);
                if (document.checks(spec.parameter(), labels)) {
                    double above = error(document, moved(check, key, spec, i, STEP));
                    double below = error(document, moved(check, key, spec, i, -STEP));
                    String weight = spec.parameter().symbol() + " " + String.join(" ", labels);
                    lines.add(new Line(weight, gradient.values()[i], (above - below) / (2 * STEP)));
                }
            }
        }
        if (lines.isEmpty()) {
            throw new InvalidInput("check of " + document.title() + ": one in the document expected, none found");
        }
        return lines;
    }

    private static Objective sumOfLastState(Sequence input, int units) {
        Sequence ones = Sequence.zeros(input.time(), input.batch(), units);
        ones.at(input.time()).fill(1);
        return new Objective.Upstream(ones, Map.of());
    }

    private static Case moved(Case base, ParameterKey key, ParameterSpec spec, int index, double step) {
        double[] values = base.weights().get(key).toArray();
        values[index] += step;
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(base.weights().asMap());
        matrices.put(key, RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
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
