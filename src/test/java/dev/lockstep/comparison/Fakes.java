package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.function.Function;

/** Frameworks that answer what a test tells them to. */
final class Fakes {
    static final Quantity OUTPUTS = Quantity.outputs("lstm");

    private Fakes() {}

    /** Answers the given outputs of {@link Cases#threeSteps()}. */
    static Framework outputs(String id, double... values) {
        return of(id, Support.YES, Support.YES, scenario -> observed(values));
    }

    static Observations observed(double... values) {
        return Observations.builder().put(OUTPUTS, sequence(values)).build();
    }

    static Tensor sequence(double... values) {
        return Tensor.of(new Sequence(3, 1, values.length / 3, values));
    }

    static Framework of(String id, Support available, Support supports, Function<Case, Observations> answer) {
        return new Framework() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public String title() {
                return id.equals("dl4j") ? "Deeplearning4j" : "Lockstep";
            }

            @Override
            public String version() {
                return "1.0";
            }

            @Override
            public Support available() {
                return available;
            }

            @Override
            public Support supports(Case scenario) {
                return supports;
            }

            @Override
            public Observations observe(Case scenario) {
                return answer.apply(scenario);
            }
        };
    }
}
