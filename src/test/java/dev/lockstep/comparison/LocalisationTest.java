package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.RealFieldElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where faults are found that were planted there. */
class LocalisationTest {
    private static final Framework RIGHT = Planted.right("ours");

    @Test
    void aForgetGateThatGoesWrongFromStepThreeOn() {
        Location found =
                located(RIGHT, Planted.gate("dl4j", "lstm", Gate.FORGET, 2, 0.1, t -> t >= 3), plain(false, 6));
        expect(found, "lstm", 3, "f", 2, 1, "c", "Deeplearning4j", 3, 4, 5, 6);
        assertThat(found.sentence())
                .isEqualTo(
                        "c of \"lstm\", t 3, gate f, unit 2, row 1, in Deeplearning4j: steps 3 to 6 are wrong on their"
                                + " own, every other step is right given the state before it. Taken out of the sequence every"
                                + " step is right: suspect what depends on its place there.");
    }

    @ParameterizedTest
    @CsvSource({"FORGET,f,c", "OUTPUT,o,h", "INPUT,i,c", "CANDIDATE,g,c"})
    void theBiasOfAGateIsAnother(Gate gate, String symbol, String quantity) {
        for (boolean peepholes : new boolean[] {false, true}) {
            Framework wrong = Planted.gate("dl4j", "lstm", gate, 2, 1e-6, t -> true);
            Location found = located(RIGHT, wrong, plain(peepholes, 4));
            if (gate == Gate.FORGET) {
                // At step 1 c′ = 0, and nobody sees f.
                expect(found, "lstm", 2, symbol, 2, 1, quantity, "Deeplearning4j", 2, 3, 4);
            } else {
                expect(found, "lstm", 1, symbol, 2, 1, quantity, "Deeplearning4j", 1, 2, 3, 4);
                assertThat(found.sentence()).endsWith("every step is wrong given the right state.");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FORGET,f,c", "OUTPUT,o,h", "INPUT,i,c", "CANDIDATE,g,c"})
    void theSameOfAFrameworkThatCannotStartFromAState(Gate gate, String symbol, String quantity) {
        Framework wrong = Planted.withoutStates(Planted.gate("dl4j", "lstm", gate, 2, 1e-6, t -> t > 1));
        Location found = located(RIGHT, wrong, plain(false, 4));
        expect(found, "lstm", 2, symbol, 2, 1, quantity, "Deeplearning4j", 2, 3, 4);
        assertThat(found.sentence()).endsWith("every other step is right given the state before it.");
    }

    @Test
    void oursMayBeTheWrongOne() {
        Framework wrong = Planted.gate("ours", "lstm", Gate.OUTPUT, 1, 0.1, t -> true);
        expect(located(wrong, Planted.right("dl4j"), plain(false, 3)), "lstm", 1, "o", 1, 1, "h", "Lockstep", 1, 2, 3);
    }

    @Test
    void theCandidateAndTheInputGateAreExchanged() {
        Framework wrong = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> weights(
                    Arithmetic<T> math, LstmSpec layer, Parameters<T> theta, Gate gate, int unit) {
                Gate other = gate == Gate.INPUT ? Gate.CANDIDATE : gate == Gate.CANDIDATE ? Gate.INPUT : gate;
                return super.weights(math, layer, theta, other, unit);
            }
        });
        expect(located(RIGHT, wrong, plain(false, 3)), "lstm", 1, "i and g", 1, 1, "c", "Deeplearning4j", 1, 2, 3);
    }

    /** Without a bias there is nothing to move a gate with, and whether i, g or both are wrong is not asked. */
    @Test
    void withoutBiasTheGateIsNotTold() {
        Framework wrong = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                return super.c(math, f, cPrev, i, g.multiply(1.01));
            }
        });
        NetworkSpec network =
                NetworkSpec.of(new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, false, Bias.NONE));
        expect(
                located(RIGHT, wrong, scenario(network, Sequence.random(3, 2, 2, 5))),
                "lstm",
                1,
                "",
                1,
                1,
                "c",
                "Deeplearning4j",
                1,
                2,
                3);
    }

    /** c = f·c′ + 1.01·i·g: whether i or g is a hundredth too great, nobody can tell from c and h. */
    @Test
    void whatCannotBeToldIsNotGuessed() {
        Framework factor = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                return super.c(math, f, cPrev, i, g.multiply(1.01));
            }
        });
        assertThat(located(RIGHT, factor, plain(false, 3)).gate()).isEqualTo("i or g");
        Framework added = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                return super.c(math, f, cPrev, i, g).add(0.01);
            }
        });
        assertThat(located(RIGHT, added, plain(false, 3)).gate()).isEmpty();
    }

    @Test
    void theTanhOfTheCellIsMissing() {
        Framework wrong = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T o, T s) {
                return super.h(math, o, s.multiply(s));
            }
        });
        expect(located(RIGHT, wrong, plain(false, 2)), "lstm", 1, "φ(c)", 1, 1, "h", "Deeplearning4j", 1, 2);
    }

    @Test
    void peepholesThatLookAtTheWrongCell() {
        Framework wrong = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
                return z.add(p.multiply(cPrev));
            }
        });
        expect(located(RIGHT, wrong, plain(true, 2)), "lstm", 1, "peepholes", 1, 1, "h", "Deeplearning4j", 1, 2);
    }

    /** At t = 4 it hands out something else, but goes on from what it should have handed out. */
    @Test
    void garbageAtOneStepBlamesNoOther() {
        Quantity outputs = Quantity.outputs("lstm");
        Framework wrong = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, outputs, values -> {
                    if (values.length >= 4 * 6) {
                        values[3 * 6 + 4] = 0.125; // t 4, row 2, unit 2
                    }
                    return values;
                }));
        expect(located(RIGHT, wrong, plain(false, 6)), "lstm", 4, "", 2, 2, "h", "Deeplearning4j", 4);
    }

    /** Inputs are clipped at 0.9, which only two steps exceed. */
    @Test
    void twoStepsAreWrongOnTheirOwnAndNoOther() {
        double[] x = Sequence.random(8, 1, 1, 5).values().clone();
        for (int t = 0; t < 8; t++) {
            x[t] = t == 2 || t == 6 ? 0.99 : 0.8 * x[t];
        }
        Framework wrong = Planted.lstm("dl4j", new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> reads(
                    Arithmetic<T> math, LstmSpec layer, List<T> read, List<T> hPrev) {
                List<T> clipped = new ArrayList<>();
                read.forEach(value -> clipped.add(value.getReal() > 0.9 ? math.number(0.9) : value));
                return super.reads(math, layer, clipped, hPrev);
            }
        });
        Case scenario = scenario(NetworkSpec.of(LstmSpec.plain("lstm", 1, 2)), new Sequence(8, 1, 1, x));
        Location found = located(RIGHT, wrong, scenario);
        expect(found, "lstm", 3, "f, i and g", 1, 1, "c", "Deeplearning4j", 3, 7);
        assertThat(found.sentence())
                .endsWith("steps 3 and 7 are wrong on their own, every other step is right given the right state.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "second"})
    void theLayerIsNamed(String layer) {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("first", 2, 3), LstmSpec.plain("second", 3, 3));
        Framework wrong = Planted.gate("dl4j", layer, Gate.FORGET, 3, 0.01, t -> t >= 2);
        expect(
                located(RIGHT, wrong, scenario(network, Sequence.random(4, 2, 2, 5))),
                layer,
                2,
                "f",
                3,
                1,
                "c",
                "Deeplearning4j",
                2,
                3,
                4);
    }

    @Test
    void aSimpleRnnHasNoGates() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH));
        Framework wrong = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, Quantity.outputs("rnn"), values -> {
                    values[values.length - 1] += 1e-9;
                    return values;
                }));
        Location found = located(RIGHT, wrong, scenario(network, Sequence.random(3, 2, 2, 5)));
        expect(found, "rnn", 1, "", 3, 2, "h", "Deeplearning4j", 1, 2, 3);
    }

    @Test
    void aDenseLayer() {
        NetworkSpec network =
                NetworkSpec.of(LstmSpec.plain("lstm", 2, 3), new DenseSpec("dense", 3, 2, Activation.SIGMOID));
        Framework wrong = Planted.answering(
                "dl4j",
                observed -> observed.has(Quantity.outputs("dense"))
                        ? Planted.with(observed, Quantity.outputs("dense"), values -> {
                            values[1] += 1e-9;
                            return values;
                        })
                        : observed);
        Location found = located(RIGHT, wrong, scenario(network, Sequence.random(3, 2, 2, 5)));
        expect(found, "dense", 1, "", 2, 1, "h", "Deeplearning4j", 1, 2, 3);
    }

    @Test
    void gradientsSayWhereByTheirAxes() {
        Quantity gradient = Quantity.gradient(new ParameterKey("lstm", Parameter.RW));
        Framework wrong = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, gradient, values -> {
                    values[1 * 8 + 2 * 2 + 1] += 1e-6; // from h2, gate g, unit 2
                    return values;
                }));
        Case scenario = Cases.seeded(false, Kind.OUTPUTS, Kind.GRADIENT);
        Location found = located(RIGHT, wrong, scenario);
        assertThat(found.from()).isEqualTo("h2");
        assertThat(found.gate()).isEqualTo("g");
        assertThat(found.unit()).isEqualTo(2);
        assertThat(found.quantity()).isEqualTo("dRW");
        assertThat(found.sentence()).isEqualTo("dRW of \"lstm\", from h2, gate g, unit 2.");
    }

    /** Equal weights but a tolerance that rounding cannot meet: nothing is wrong. */
    @Test
    void rightStepsAreNotBlamed() {
        Framework close = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, Quantity.outputs("lstm"), values -> {
                    values[0] = Math.nextUp(values[0]);
                    return values;
                }));
        Comparison comparison = Comparison.between(RIGHT, close, plain(false, 3), Tolerances.absolute(0));
        assertThat(comparison.location().orElseThrow().sentence())
                .isEqualTo("every step is right given the state before it, so small differences have grown; the first"
                        + " number that differs is outputs of \"lstm\", t 1, row 1, unit 1.");
    }

    @Test
    void longSequencesAreNotTakenApart() {
        Framework wrong = Planted.gate("dl4j", "lstm", Gate.FORGET, 2, 0.1, t -> t >= 3);
        Location found = located(RIGHT, wrong, plain(false, 101));
        assertThat(found.sentence())
                .isEqualTo(
                        "there are too many steps to take them one by one; the first number that differs is outputs of"
                                + " \"lstm\", t 3, row 1, unit 2.");
        assertThat(found.wrongSteps()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Gate.class)
    void theMessageSaysWhereFirst(Gate gate) {
        Framework wrong = Planted.gate("dl4j", "lstm", gate, 1, 0.1, t -> true);
        Comparison comparison = Comparison.between(RIGHT, wrong, plain(false, 3), Tolerances.derived());
        assertThat(comparison.message())
                .contains("\n  first    " + (gate == Gate.OUTPUT ? "h" : "c") + " of \"lstm\", t "
                        + (gate == Gate.FORGET ? 2 : 1) + ", gate " + gate.symbol()
                        + ", unit 1, row 1, in Deeplearning4j");
    }

    private static Location located(Framework a, Framework b, Case scenario) {
        Comparison comparison = Comparison.between(a, b, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        return comparison.location().orElseThrow();
    }

    private static void expect(
            Location found,
            String layer,
            int step,
            String gate,
            int unit,
            int row,
            String quantity,
            String side,
            Integer... wrongSteps) {
        assertThat(found.layer()).as(found.sentence()).isEqualTo(layer);
        assertThat(found.step()).as(found.sentence()).isEqualTo(step);
        assertThat(found.gate()).as(found.sentence()).isEqualTo(gate);
        assertThat(found.unit()).as(found.sentence()).isEqualTo(unit);
        assertThat(found.row()).as(found.sentence()).isEqualTo(row);
        assertThat(found.quantity()).as(found.sentence()).isEqualTo(quantity);
        assertThat(found.side()).as(found.sentence()).isEqualTo(side);
        assertThat(found.wrongSteps()).as(found.sentence()).containsExactly(wrongSteps);
    }

    private static Case plain(boolean peepholes, int time) {
        NetworkSpec network =
                NetworkSpec.of(new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, peepholes));
        return scenario(network, Sequence.random(time, 2, 2, 5));
    }

    private static Case scenario(NetworkSpec network, Sequence input) {
        return new Case(
                "planted",
                network,
                Weights.random(network, 7),
                input,
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN));
    }
}
