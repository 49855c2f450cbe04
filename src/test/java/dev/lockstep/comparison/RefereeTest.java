package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.Results;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;

/** Who is wrong, by the 50-digit value. */
class RefereeTest {
    private static final Framework OURS = Planted.right("ours");

    @Test
    void theOtherIsWrong() {
        Framework wrong = Planted.gate("dl4j", "lstm", Gate.FORGET, 2, 1e-3, t -> t >= 2);
        Comparison comparison = Comparison.between(OURS, wrong, Cases.threeSteps(), Tolerances.derived());
        Ruling ruling = comparison.ruling().orElseThrow();
        assertThat(ruling.aWithin()).isTrue();
        assertThat(ruling.bWithin()).isFalse();
        assertThat(ruling.sentence())
                .matches(
                        "Deeplearning4j is wrong: \\d\\.\\de\\+\\d\\d ulp \\(\\d\\.\\de\\+\\d\\d × its bound\\) at h of"
                                + " \"lstm\", t \\d, unit 2; ours is within its bound \\(\\d\\.\\d ulp there\\)\\.");
        assertThat(comparison.message().replaceAll("\\s+", " ")).contains("referee " + ruling.sentence());
    }

    @Test
    void oursIsWrong() {
        Framework wrong = Planted.gate("ours", "lstm", Gate.FORGET, 2, 1e-3, t -> t >= 2);
        Comparison comparison =
                Comparison.between(wrong, Planted.right("dl4j"), Cases.threeSteps(), Tolerances.derived());
        assertThat(comparison.ruling().orElseThrow().sentence())
                .startsWith("Ours is wrong: ")
                .containsPattern("at h of \"lstm\", t \\d, unit 2; Deeplearning4j is within its bound \\(");
    }

    @Test
    void bothAreWrong() {
        Framework one = Planted.gate("ours", "lstm", Gate.FORGET, 2, 1e-3, t -> t >= 2);
        Framework other = Planted.gate("dl4j", "lstm", Gate.OUTPUT, 1, 1e-3, t -> true);
        Comparison comparison = Comparison.between(one, other, Cases.threeSteps(), Tolerances.derived());
        assertThat(comparison.ruling().orElseThrow().sentence())
                .matches("both are wrong: ours by .* at h of \"lstm\", t \\d, unit 2, Deeplearning4j by .* at h of"
                        + " \"lstm\", t \\d, unit 1\\.");
    }

    /** A tolerance of nothing is tighter than rounding: the divergence is nobody's fault. */
    @Test
    void bothAreWithinTheirBounds() {
        Framework next = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, Fakes.OUTPUTS, values -> {
                    values[0] = Math.nextUp(values[0]);
                    return values;
                }));
        Comparison comparison = Comparison.between(OURS, next, Cases.threeSteps(), Tolerances.absolute(0));
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.ruling().orElseThrow().sentence())
                .matches("both are within their bounds of the 50-digit value: ours uses .* of its own \\(.* ulp\\),"
                        + " Deeplearning4j .* of its own \\(.* ulp\\)\\.");
    }

    /** Half an ulp at most separates the double nearest to the truth from it, and it does not vanish. */
    @Test
    void ulpsAreCountedBeforeRounding() {
        Case scenario = Cases.threeSteps();
        Results<Dfp> truth = Definition.STANDARD.results(scenario, new FiftyDigits());
        Observations nearest = truth.observations(new FiftyDigits()::rounded);
        double expected = 0;
        for (int k = 0; k < 6; k++) {
            BigDecimal exact = new BigDecimal(truth.get(Fakes.OUTPUTS).get(k).toString());
            double rounded = nearest.get(Fakes.OUTPUTS).values()[k];
            double ulps = exact.subtract(new BigDecimal(rounded)).abs().doubleValue() / Math.ulp(rounded);
            expected = Math.max(expected, ulps);
        }
        Framework rounding = Fakes.of("dl4j", Support.YES, Support.YES, given -> nearest);
        Ruling ruling = Comparison.between(rounding, rounding, scenario, Tolerances.derived())
                .refereed()
                .ruling()
                .orElseThrow();
        Deviation worst = ruling.arrays().get(0).a();
        assertThat(worst.ulps()).isPositive().isLessThanOrEqualTo(0.5);
        assertThat(expected).isCloseTo(Math.max(expected, worst.ulps()), within(1e-12));
    }

    @Test
    void threeUlpsAreThreeUlps() {
        Observations nearest = Definition.STANDARD
                .results(Cases.threeSteps(), new FiftyDigits())
                .observations(new FiftyDigits()::rounded);
        Observations moved = Planted.with(nearest, Fakes.OUTPUTS, values -> {
            values[3] += 300 * Math.ulp(values[3]);
            return values;
        });
        Comparison comparison = Comparison.between(
                Fakes.of("ours", Support.YES, Support.YES, given -> nearest),
                Fakes.of("dl4j", Support.YES, Support.YES, given -> moved),
                Cases.threeSteps(),
                Tolerances.derived());
        Deviation found =
                comparison.refereed().ruling().orElseThrow().arrays().get(0).b();
        assertThat(found.ulps()).isCloseTo(300, within(0.5));
        assertThat(found.where()).containsExactly("2", "1", "2");
    }

    /** Two that make the same mistake agree; the referee tells all the same. */
    @Test
    void twoThatAreWrongInTheSameWayDoNotAgreeWithTheTruth() {
        Framework one = Planted.gate("ours", "lstm", Gate.FORGET, 2, 1e-3, t -> t >= 2);
        Framework other = Planted.gate("dl4j", "lstm", Gate.FORGET, 2, 1e-3, t -> t >= 2);
        Comparison comparison = Comparison.between(one, other, Cases.threeSteps(), Tolerances.derived());
        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(comparison.ruling()).isEmpty();
        Comparison refereed = comparison.refereed();
        assertThat(refereed.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(refereed.message())
                .startsWith("three steps: Lockstep 1.0 and Deeplearning4j 1.0 agree, but not with the truth: both are"
                        + " wrong: ours by ");
    }

    @Test
    void aTableMayBeTheWrongOne() {
        double[] table = Cases.TABLE.clone();
        table[4] += 1e-6;
        Comparison comparison = Comparison.of(
                Cases.threeSteps(),
                Comparison.Party.of(OURS),
                OURS.observe(Cases.threeSteps()),
                Comparison.Party.expected(),
                Fakes.observed(table),
                Tolerances.absolute(1e-12));
        assertThat(comparison.ruling().orElseThrow().sentence())
                .startsWith("The expected values are wrong: ")
                .contains("at h of \"lstm\", t 3, unit 1; ours is within its bound (");
    }

    @Test
    void whatIsNotFiniteIsWrong() {
        Framework wrong = Planted.answering(
                "dl4j",
                observed -> Planted.with(observed, Fakes.OUTPUTS, values -> {
                    values[2] = Double.NaN;
                    return values;
                }));
        assertThat(Comparison.between(OURS, wrong, Cases.threeSteps(), Tolerances.derived())
                        .ruling()
                        .orElseThrow()
                        .sentence())
                .startsWith("Deeplearning4j is wrong: not finite (")
                .contains(" at h of \"lstm\", t 2, unit 1; ours is within");
    }

    /** 5 steps of Adam: everything is ruled on, parameters and state included. */
    @Test
    void training() {
        Case scenario =
                Cases.trained(new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED), 3);
        Ruling ruling = Comparison.between(OURS, Planted.right("dl4j"), scenario, Tolerances.derived())
                .refereed()
                .ruling()
                .orElseThrow();
        assertThat(ruling.given()).isTrue();
        assertThat(ruling.arrays())
                .extracting(array -> array.quantity().kind())
                .contains(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);
        assertThat(ruling.aWithin()).isTrue();
    }

    @Test
    void beyondALimitHeComputesIn32DigitsAndBeyondAnotherNotAtAll() {
        Comparison comparison =
                Comparison.between(OURS, Planted.right("dl4j"), Cases.threeSteps(), Tolerances.derived());
        // 8 + 16 + 8 weights and 600·2 for functions, 3 steps, 1 row: (32 + 1200)·3 = 3696.
        assertThat(new Referee(3696, 3696).on(comparison).digits()).isEqualTo("50 digits");
        assertThat(new Referee(3695, 3696).on(comparison).digits()).isEqualTo("32 digits");
        Ruling refused = new Referee(3695, 3695).on(comparison);
        assertThat(refused.given()).isFalse();
        assertThat(refused.sentence())
                .isEqualTo("not asked: the case would take 3.7e+03 multiplications of 32 digits, 3.7e+03 at most are"
                        + " taken.");
    }

    @Test
    void aLargeCaseIsLeftAloneAfterADivergence() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 64, 64));
        Case large = new Case(
                "large",
                network,
                Weights.random(network, 7),
                Sequence.random(4, 50, 64, 5),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
        Tensor zero = Tensor.of(Sequence.zeros(4, 50, 64));
        Tensor one = Tensor.of(Sequence.random(4, 50, 64, 9));
        Comparison comparison = Comparison.of(
                large,
                Comparison.Party.of(OURS),
                Observations.builder().put(Fakes.OUTPUTS, zero).build(),
                Comparison.Party.expected(),
                Observations.builder().put(Fakes.OUTPUTS, one).build(),
                Tolerances.derived());
        assertThat(comparison.ruling().orElseThrow().refused())
                .isEqualTo("the case would take 1.4e+07 multiplications of 32 digits, 1.0e+07 at most are taken");
    }
}
