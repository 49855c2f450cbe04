package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.model.Case;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Single precision on one side. */
final class PrecisionConventions {
    private static final String KERAS = "keras-team/keras#14992, where single precision hid what was wrong";

    private PrecisionConventions() {}

    static List<Convention> all() {
        return List.of(
                convention(
                        "weights-in-single",
                        "the weights rounded to single precision",
                        Hypothesis.changing(PrecisionConventions::weights)),
                convention(
                        "inputs-in-single",
                        "the input rounded to single precision",
                        Hypothesis.changing(given -> inputs(given))),
                convention(
                        "weights-and-inputs-in-single",
                        "weights and input rounded to single precision",
                        Hypothesis.changing(given -> inputs(weights(given)))),
                convention(
                        "observations-in-single",
                        "what is observed rounded to single precision",
                        Hypothesis.reporting((given, quantity, tensor) -> rounded(tensor))),
                new Convention(
                        "single-precision",
                        "everything in single precision",
                        KERAS,
                        Subject.PRECISION,
                        PrecisionConventions::everything));
    }

    /** Where everything is in single precision as it is, its bounds are that wide already. */
    private static List<Hypothesis> everything(Case scenario) {
        return scenario.execution().precision() == Precision.SINGLE
                ? List.of()
                : List.of(new Hypothesis(
                        "everything in single precision",
                        Hypothesis.changing(
                                given -> inputs(weights(given)), (given, quantity, tensor) -> rounded(tensor)),
                        true));
    }

    private static Convention convention(String id, String title, Hypothesis.Rule rule) {
        return new Convention(id, title, KERAS, Subject.PRECISION, scenario -> List.of(new Hypothesis(title, rule)));
    }

    private static Case weights(Case scenario) {
        return WeightLayout.withWeights(scenario, (layer, spec, values) -> rounded(values));
    }

    private static Case inputs(Case scenario) {
        return new CaseChange(scenario).sequences(PrecisionConventions::rounded, UnaryOperator.identity());
    }

    private static Sequence rounded(Sequence sequence) {
        return new Sequence(sequence.time(), sequence.batch(), sequence.features(), rounded(sequence.values()));
    }

    private static Tensor rounded(Tensor tensor) {
        return new Tensor(tensor.axes(), rounded(tensor.values()));
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }
}
