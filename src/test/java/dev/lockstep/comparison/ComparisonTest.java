package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final Tolerance LOOSE = Tolerances.absolute(0.125);
    private static final double[] VALUES = {1, 2, 3, 4, 5, 6};

    private static Comparison compare(Framework a, Framework b) {
        return Comparison.between(a, b, Cases.threeSteps(), LOOSE);
    }

    private static Comparison compareOutputs(double[] a, double[] b) {
        return compare(Fakes.outputs("ours", a), Fakes.outputs("dl4j", b));
    }

    private static double[] with(int index, double value) {
        double[] values = VALUES.clone();
        values[index] = value;
        return values;
    }

    @Test
    void equalNumbersAgree() {
        Comparison comparison = compareOutputs(VALUES, VALUES.clone());
        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(comparison.elements()).isEqualTo(6);
        assertThat(comparison.maxUlp()).isZero();
        assertThat(comparison.arrays().get(0).worst()).isEmpty();
        assertThatCode(comparison::orThrow).doesNotThrowAnyException();
        assertThat(comparison.sentence())
                .isEqualTo("three steps: 6 values of Lockstep 1.0 and Deeplearning4j 1.0 agree"
                        + " (greatest distance 0 ulp, 0.0 of what is allowed).");
    }

    @Test
    void oneWrongEntryIsFoundWhereItIs() {
        Comparison comparison = compareOutputs(with(3, 4.5), VALUES);
        ArrayComparison array = comparison.arrays().get(0);
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(array.differing()).isEqualTo(1);
        assertThat(array.beyond()).hasSize(1);
        Difference first = array.first().orElseThrow();
        assertThat(first.where()).containsExactly("2", "1", "2");
        assertThat(first.absolute()).isEqualTo(0.5);
        // Between 4 and 8 doubles are 2⁻⁵⁰ apart.
        assertThat(first.ulps()).isEqualTo(0x1p49);
        assertThat(array.usedShare()).isEqualTo(4);
        assertThat(array.headroom()).isEqualTo(0.25);
        assertThatThrownBy(comparison::orThrow).isInstanceOf(Divergence.class).hasMessage(comparison.message());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteNeverAgrees(double value) {
        for (double[] other : List.of(VALUES, with(5, value), with(5, -value))) {
            Comparison comparison = compareOutputs(with(5, value), other);
            assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
            ArrayComparison array = comparison.arrays().get(0);
            assertThat(array.beyond()).hasSize(1);
            assertThat(array.usedShare()).isInfinite();
            assertThat(array.maxAbsolute()).isInfinite();
            assertThat(array.maxUlp()).isInfinite();
            assertThat(array.worst().orElseThrow().index()).isEqualTo(5);
            assertThat(comparison.message()).contains("never allowed", "first, worst");
        }
    }

    @Test
    void shapesAreComparedFirst() {
        Comparison comparison = compareOutputs(VALUES, new double[] {1, 2, 3});
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.elements()).isZero();
        assertThat(comparison.message())
                .startsWith(
                        "LSTM forward pass: our hidden states differ from Deeplearning4j 1.0 in shape: 3×1×2 against 3×1×1.");
    }

    @Test
    void aMissingQuantityIsAnErrorThatNamesIt() {
        Quantity extra = Quantity.finalCell("lstm");
        Framework more = Fakes.of(
                "dl4j",
                Support.YES,
                Support.YES,
                scenario -> Observations.builder()
                        .put(Fakes.OUTPUTS, Fakes.sequence(VALUES))
                        .put(extra, Tensor.scalar(1))
                        .build());
        Comparison comparison = compare(Fakes.outputs("ours", VALUES), more);
        assertThat(comparison.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(comparison.reason()).isEqualTo("Lockstep did not observe final c of \"lstm\"");
        assertThat(compare(more, Fakes.outputs("ours", VALUES)).reason())
                .isEqualTo("Lockstep did not observe final c of \"lstm\"");
    }

    @Test
    void aKindThatNobodyObservedIsAnError() {
        Case both = Cases.threeSteps().observing(EnumSet.of(Kind.OUTPUTS, Kind.FINAL_CELL));
        Comparison comparison =
                Comparison.between(Fakes.outputs("ours", VALUES), Fakes.outputs("dl4j", VALUES), both, LOOSE);
        assertThat(comparison.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(comparison.reason()).isEqualTo("neither Lockstep nor Deeplearning4j observed final c");
    }

    /** An infinite or undefined bound allows nothing and forbids nothing; a number beyond a bound of its own still counts. */
    @Test
    void whatHasNoBoundTellsNothing() {
        double[] other = {1, 2.5, 3, 4, 5.5, 6};
        Comparison unbounded = compareUnder(other, Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(unbounded.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(unbounded.reason())
                .endsWith(" may be off by any number: roundings are magnified beyond what a double holds");

        assertThat(compareUnder(other, Double.NaN, 0.125).outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(compareUnder(new double[] {1, Double.NaN, 3, 4, 5, 6}, Double.NaN, 0.125)
                        .outcome())
                .isEqualTo(Outcome.DIVERGE);
    }

    /** Behind such a division 0/0 is no worse than 1; what agrees there does so by chance; every other number counts. */
    @Test
    void whatNoBoundCanBeDerivedForTellsNothing() {
        Optional<String> division = Optional.of("a division by 0");
        double none = Double.POSITIVE_INFINITY;
        for (double second : new double[] {2, 2.5, Double.NaN}) {
            Comparison underivable = compareUnder(new double[] {1, second, 3, 4, 5, 6}, none, 0.125, division);
            assertThat(underivable.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(underivable.reason()).endsWith(" may be off by any number: behind a division by 0");
            assertThat(underivable.sentence())
                    .contains(second == 2 ? " agree, but that tells nothing: " : " differ, but that tells nothing: ");
        }
        for (double fifth : new double[] {5.5, Double.NaN}) {
            assertThat(compareUnder(new double[] {1, 2.5, 3, 4, fifth, 6}, none, 0.125, division)
                            .outcome())
                    .isEqualTo(Outcome.DIVERGE);
        }
    }

    private static Comparison compareUnder(double[] other, double second, double fifth) {
        return compareUnder(other, second, fifth, Optional.empty());
    }

    /** Everything is bounded by 1/8 but the second and the fifth number. */
    private static Comparison compareUnder(double[] other, double second, double fifth, Optional<String> underivable) {
        Tolerance tolerance = new Tolerance() {
            @Override
            public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
                double[] allowed = {0.125, second, 0.125, 0.125, fifth, 0.125};
                return new Bound(allowed, "by hand", false, allowed, allowed, underivable);
            }

            @Override
            public String description(String a, String b) {
                return "by hand";
            }
        };
        return Comparison.between(
                Fakes.outputs("ours", VALUES), Fakes.outputs("dl4j", other), Cases.threeSteps(), tolerance);
    }

    @Test
    void nothingToCompareIsAnError() {
        Observations nothing = Observations.builder().build();
        Comparison comparison = Comparison.of(
                Cases.threeSteps(), new Party("ours", "Lockstep", "1"), nothing, Party.expected(), nothing, LOOSE);
        assertThat(comparison.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(comparison.reason()).isEqualTo("there was nothing to compare");
        assertThatThrownBy(comparison::orThrow).isInstanceOf(Divergence.class);
    }

    @Test
    void anExceptionIsAnErrorWithItsMessage() {
        Framework failing = Fakes.of("dl4j", Support.YES, Support.YES, scenario -> {
            throw new IllegalStateException("workspace closed");
        });
        Comparison comparison = compare(Fakes.outputs("ours", VALUES), failing);
        assertThat(comparison.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(comparison.message())
                .isEqualTo("three steps: Lockstep 1.0 and Deeplearning4j 1.0 could not be compared:"
                        + " Deeplearning4j failed: workspace closed (IllegalStateException).");
    }

    @Test
    void invalidInputReachesTheCaller() {
        Framework refusing = Fakes.of("dl4j", Support.YES, Support.YES, scenario -> {
            throw new InvalidInput("units: 2 expected, 3 found");
        });
        assertThatThrownBy(() -> compare(Fakes.outputs("ours", VALUES), refusing))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("units: 2 expected, 3 found");
    }

    @Test
    void whatAFrameworkCannotComputeIsUnsupported() {
        Framework ours = Fakes.outputs("ours", VALUES);
        Comparison absent =
                compare(ours, Fakes.of("dl4j", Support.no("its natives are missing"), Support.YES, c -> null));
        assertThat(absent.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(absent.reason()).isEqualTo("Deeplearning4j cannot run here, because its natives are missing");
        Comparison unable =
                compare(Fakes.of("dl4j", Support.YES, Support.no("it has no softsign gate"), c -> null), ours);
        assertThat(unable.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(unable.reason())
                .isEqualTo("Deeplearning4j cannot compute this case, because it has no softsign gate");
    }

    @Test
    void expectedValuesSayWhatIsCompared() {
        Observations found = Observations.builder()
                .put(Fakes.OUTPUTS, Fakes.sequence(VALUES))
                .put(Quantity.finalCell("lstm"), Tensor.scalar(9))
                .build();
        Party ours = new Party("ours", "Lockstep", "1");
        Comparison agreed =
                Comparison.of(Cases.threeSteps(), ours, found, Party.expected(), Fakes.observed(VALUES), LOOSE);
        assertThat(agreed.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(agreed.elements()).isEqualTo(6);
        Comparison missing =
                Comparison.of(Cases.threeSteps(), ours, Fakes.observed(VALUES), Party.expected(), found, LOOSE);
        assertThat(missing.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(missing.reason()).isEqualTo("Lockstep did not observe final c of \"lstm\"");
    }

    @Test
    void zerosEverywhereAreNoEvidence() {
        Comparison comparison = compareOutputs(new double[6], new double[6]);
        assertThat(comparison.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(comparison.reason()).isEqualTo("every number is zero on both sides, so nothing could have differed");
        assertThatThrownBy(comparison::orThrow).isInstanceOf(Divergence.class);
        assertThat(compareOutputs(with(0, 1), new double[6]).outcome()).isEqualTo(Outcome.DIVERGE);
    }

    @Test
    void saturationIsNoEvidence() {
        double near = 1 - 1e-10;
        double[] saturated = {1, -1, near, -near, 1, 1};
        assertThat(compareOutputs(saturated, saturated).reason())
                .endsWith("is saturated, so wrong weights would give the same numbers");
        double[] oneFree = {1, -1, near, -near, 1, 1 - 1e-8};
        assertThat(compareOutputs(oneFree, oneFree).outcome()).isEqualTo(Outcome.AGREE);
    }

    @Test
    void oneLayerOfZerosIsNoEvidence() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("silent", 1, 2, Activation.RELU), new SimpleRnnSpec("top", 2, 2, Activation.TANH));
        Case scenario = Cases.seeded(network, EnumSet.of(Kind.OUTPUTS));
        Framework silent = Fakes.of(
                "dl4j",
                Support.YES,
                Support.YES,
                given -> Observations.builder()
                        .put(Quantity.outputs("silent"), Tensor.of(Sequence.zeros(3, 2, 2)))
                        .put(Quantity.outputs("top"), Tensor.of(Sequence.random(3, 2, 2, 1)))
                        .build());
        Comparison comparison = Comparison.between(silent, silent, scenario, LOOSE);
        assertThat(comparison.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(comparison.reason()).startsWith("every number of SimpleRnn \"silent\" is zero on both sides");
    }

    @Test
    void trainingThatMovesNothingIsNoEvidence() {
        Framework ours = new TinyFramework();
        Comparison still =
                Comparison.between(ours, ours, Cases.trained(new OptimizerSpec.Sgd(Double.MIN_VALUE), 2), LOOSE);
        assertThat(still.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(still.reason()).startsWith("training left every parameter where it was");
        assertThat(Comparison.between(ours, ours, Cases.trained(new OptimizerSpec.Sgd(0.1), 2), LOOSE)
                        .outcome())
                .isEqualTo(Outcome.AGREE);
    }

    @Test
    void limitsOfTheLogisticFunctionCountInSimpleRnnOnly() {
        assertThat(saturated(new SimpleRnnSpec("lstm", 1, 2, Activation.SIGMOID)))
                .isTrue();
        assertThat(saturated(new SimpleRnnSpec("lstm", 1, 2, Activation.TANH))).isFalse();
        assertThat(saturated(new SimpleRnnSpec("lstm", 1, 2, Activation.RELU))).isFalse();
        assertThat(saturated(LstmSpec.plain("lstm", 1, 2))).isFalse();
    }

    private static boolean saturated(RecurrentSpec layer) {
        NetworkSpec network = NetworkSpec.of(layer);
        Case scenario = Cases.seeded(network, EnumSet.of(Kind.OUTPUTS));
        double[] values = {0, 1, 0, 0, 1, 1};
        return Comparison.between(Fakes.outputs("ours", values), Fakes.outputs("dl4j", values), scenario, LOOSE)
                        .outcome()
                == Outcome.INCONCLUSIVE;
    }

    @Test
    void numbersNoGreaterThanWhatIsAllowedAreNoEvidence() {
        double[] small = {1e-13, -1e-13, 5e-13, 2e-13, 0, 1e-13};
        assertThat(compareOutputs(small, small).reason())
                .isEqualTo(
                        "every number of LSTM \"lstm\" is no greater than what it may differ by, so nothing there could"
                                + " have differed");
        double[] oneGreater = {1e-13, -1e-13, 0.5, 2e-13, 0, 1e-13};
        assertThat(compareOutputs(oneGreater, oneGreater).outcome()).isEqualTo(Outcome.AGREE);
    }

    @Test
    void oneNumberThroughoutIsNoEvidence() {
        double[] constant = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
        Comparison comparison = compareOutputs(constant, constant);
        assertThat(comparison.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(comparison.reason()).startsWith("every array holds one number throughout");
    }

    @Test
    void quantitiesComeInTheOrderInWhichAnErrorSpreads() {
        Case scenario = Cases.seeded(false, Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        TinyFramework exact = new TinyFramework();
        Framework backwards = Fakes.of("dl4j", Support.YES, Support.YES, given -> {
            Observations observed = exact.observe(given);
            Observations.Builder turned = Observations.builder();
            List<Quantity> quantities = new ArrayList<>(observed.quantities());
            Collections.reverse(quantities);
            quantities.forEach(quantity -> turned.put(quantity, observed.get(quantity)));
            return turned.build();
        });
        Comparison comparison = Comparison.between(exact, backwards, scenario, Tolerances.derived());
        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(comparison.arrays())
                .extracting(array -> array.quantity().toString())
                .containsExactly(
                        "outputs of \"lstm\"",
                        "outputs of \"dense\"",
                        "score",
                        "dW of \"lstm\"",
                        "dRW of \"lstm\"",
                        "db of \"lstm\"",
                        "dW of \"dense\"",
                        "db of \"dense\"",
                        "dx");
    }

    @Test
    void entriesComeByTimeGateUnitSourceRow() {
        Tensor tensor = new Tensor(
                List.of(Axis.counted(Axis.BATCH, 2), Axis.counted(Axis.FROM, 2), Axis.counted(Axis.GATE, 2)),
                new double[] {0, 1, 2, 3, 4, 5, 6, 7});
        // Sorted by gate, then source, then row: entry (row, from, gate) is at 4·row + 2·from + gate.
        assertThat(EntryWalk.order(tensor)).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
    }

    @Test
    void aDerivedBoundNoticesAForgetBiasThatIsOffByOnePartInATrillion() {
        Case scenario = Cases.threeSteps();
        ParameterKey bias = new ParameterKey("lstm", Parameter.B);
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        RowMajorMatrix moved = matrices.get(bias).copy();
        moved.addToEntry(0, 2, 1e-12);
        matrices.put(bias, moved);
        Case changed = scenario.withWeights(new Weights(scenario.network(), matrices));
        TinyFramework ours = new TinyFramework();
        TinyFramework theirs = TinyFramework.misunderstanding(given -> changed);
        assertThat(Comparison.between(ours, theirs, scenario, Tolerances.derived())
                        .outcome())
                .isEqualTo(Outcome.DIVERGE);
    }
}
